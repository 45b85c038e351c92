import {
  cleanDocuments,
  type CleaningReport,
  cleaningReport,
  type CleaningStep,
  type Document,
  type DocumentOptions,
  documentStream,
  dropDuplicates,
  dropNearDuplicates,
  minimumLength,
  mixDocuments,
  type MixtureOptions,
  normalizeUnicode,
  removeControlCharacters,
  SkippedInput,
} from '@electra-ts/data';
import { UserError } from '@electra-ts/config';
import { filterStep } from './filter-step.js';

/** How text is cleaned; nothing is by default. */
export interface CleaningFlags {
  readonly normalize?: 'NFC' | 'NFKC';
  readonly removeControl?: boolean;
  /** In UTF-16 units. */
  readonly minLength?: number;
  /** A module whose default export tells whether a text stays; see `filterStep`. */
  readonly filter?: string;
  readonly deduplicate?: 'exact' | 'near';
}

/** Shares of the text that the paths have; without weights they are read one after the other. */
export interface MixtureFlags extends MixtureOptions {
  /** One for each path. */
  readonly weights?: readonly number[];
  /** As the user wrote the paths: names of the sources that the manifest counts. A mixture's are the paths where there are none. */
  readonly names?: readonly string[];
}

/** How files become documents, and which. */
export interface ReadingOptions extends DocumentOptions {
  readonly mixture?: MixtureFlags;
  readonly cleaning?: CleaningFlags;
  /** Told, before the first document, where the counts of cleaning will be. */
  readonly onCleaning?: (report: CleaningReport) => void;
}

/**
 * The documents of files, cleaned in the order of the flags above: duplicates are those of the cleaned text. `maxErrors`
 * holds for all paths together, and a row that is read again, as its source is repeated, counts once.
 *
 * @throws {UserError} for weights that do not fit the paths, and for what cannot be repeated
 */
export function readDocuments(paths: readonly string[], options: ReadingOptions = {}): AsyncIterable<Document> {
  const { cleaning = {}, onCleaning, mixture = {}, ...reading } = options;
  checkMixture(paths, mixture, cleaning);
  const { weights, names = paths } = mixture;
  const { skipped = new SkippedInput() } = reading;
  const open = (path: string) => documentStream([path], { ...reading, skipped });
  const documents =
    weights === undefined
      ? documentStream(paths, { ...reading, sourceNames: mixture.names })
      : mixDocuments(
          paths.map((path, i) => ({ name: names[i], open: () => open(path), weight: weights[i] })),
          mixture,
        );
  const steps = stepsOf(cleaning);
  if (steps.length === 0) {
    return documents;
  }
  const report = cleaningReport(steps);
  onCleaning?.(report);
  return cleanDocuments(documents, steps, report);
}

function checkMixture(paths: readonly string[], mixture: MixtureFlags, { deduplicate }: CleaningFlags): void {
  const { weights, temperature, whenExhausted } = mixture;
  if (weights === undefined) {
    if (temperature !== undefined || whenExhausted !== undefined) {
      throw new UserError({
        what: `${temperature === undefined ? '--when-exhausted' : '--temperature'} without a mixture`,
        expected: 'weights as well',
        remedy: 'Give each --input its weight by --weights',
      });
    }
    return;
  }
  if (weights.length !== paths.length) {
    throw new UserError({
      what: 'The weights do not fit the inputs',
      expected: `${paths.length}, one for each --input`,
      received: `${weights.length}: ${weights.join(' ')}`,
      remedy: 'Give as many --weights as --input; quote patterns, so that the shell does not expand them',
    });
  }
  if (whenExhausted === 'repeat' && paths.includes('-')) {
    throw new UserError({ what: 'Standard input (-) cannot be repeated', remedy: 'Save it to a file first' });
  }
  if (whenExhausted === 'repeat' && deduplicate !== undefined) {
    throw new UserError({
      what: '--deduplicate with --when-exhausted repeat',
      expected: 'one of the two, as what is repeated is a duplicate',
      remedy: 'Remove duplicates before, or stop with the first input that ends',
    });
  }
}

function stepsOf({ normalize, removeControl, minLength, filter, deduplicate }: CleaningFlags): CleaningStep[] {
  return [
    ...(normalize === undefined ? [] : [normalizeUnicode(normalize)]),
    ...(removeControl === true ? [removeControlCharacters()] : []),
    ...(minLength === undefined ? [] : [minimumLength(minLength)]),
    ...(filter === undefined ? [] : [filterStep(filter)]),
    ...(deduplicate === undefined ? [] : [dropDuplicates()]),
    ...(deduplicate === 'near' ? [dropNearDuplicates()] : []),
  ];
}
