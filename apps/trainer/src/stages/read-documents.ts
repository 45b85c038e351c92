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
  normalizeUnicode,
  removeControlCharacters,
} from '@electra-ts/data';

/** How text is cleaned; nothing is by default. */
export interface CleaningFlags {
  readonly normalize?: 'NFC' | 'NFKC';
  readonly removeControl?: boolean;
  /** In UTF-16 units. */
  readonly minLength?: number;
  readonly deduplicate?: 'exact' | 'near';
}

/** How files become documents, and which. */
export interface ReadingOptions extends DocumentOptions {
  readonly cleaning?: CleaningFlags;
  /** Told, before the first document, where the counts of cleaning will be. */
  readonly onCleaning?: (report: CleaningReport) => void;
}

/** The documents of files, cleaned in the order of the flags above: duplicates are those of the cleaned text. */
export function readDocuments(paths: readonly string[], options: ReadingOptions = {}): AsyncIterable<Document> {
  const { cleaning = {}, onCleaning, ...reading } = options;
  const documents = documentStream(paths, reading);
  const steps = stepsOf(cleaning);
  if (steps.length === 0) {
    return documents;
  }
  const report = cleaningReport(steps);
  onCleaning?.(report);
  return cleanDocuments(documents, steps, report);
}

function stepsOf({ normalize, removeControl, minLength, deduplicate }: CleaningFlags): CleaningStep[] {
  return [
    ...(normalize === undefined ? [] : [normalizeUnicode(normalize)]),
    ...(removeControl === true ? [removeControlCharacters()] : []),
    ...(minLength === undefined ? [] : [minimumLength(minLength)]),
    ...(deduplicate === undefined ? [] : [dropDuplicates()]),
    ...(deduplicate === 'near' ? [dropNearDuplicates()] : []),
  ];
}
