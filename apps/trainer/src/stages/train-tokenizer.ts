import { formatQuantity } from '../io/format-quantity.js';
import { UserError } from '@electra-ts/config';
import { Tokenizer, trainBpe, trainWordPiece, type CountProgress } from '@electra-ts/tokenizer';
import type { StageProgress } from '../progress/stage-progress.js';
import { readDocuments, type ReadingOptions } from './read-documents.js';

/** The kinds of vocabulary that can be trained. */
export type VocabularyModel = 'wordpiece' | 'bpe';

/** A tokenizer and what it was trained on. */
export interface TrainedTokenizer {
  readonly tokenizer: Tokenizer;
  readonly texts: number;
  readonly characters: number;
}

/**
 * Trains a vocabulary on files, folders and globs.
 *
 * @param options.alphabetLimit characters that a WordPiece vocabulary keeps; byte-level BPE has all 256 bytes
 * @throws {UserError} for a limit of BPE's alphabet, and for what the trainers refuse.
 */
export async function trainTokenizer(options: {
  readonly paths: readonly string[];
  /** How files become documents. */
  readonly reading?: ReadingOptions;
  readonly vocabularySize: number;
  readonly lowercase: boolean;
  readonly model?: VocabularyModel;
  readonly minFrequency?: number;
  readonly alphabetLimit?: number;
  readonly progress: StageProgress;
  readonly signal: AbortSignal;
}): Promise<TrainedTokenizer> {
  const { paths, reading, lowercase, model = 'wordpiece', alphabetLimit, progress, ...training } = options;
  let read = { texts: 0, characters: 0 };
  const onProgress = (soFar: CountProgress) => {
    read = soFar;
    progress.update(undefined, `${formatQuantity(soFar.characters)}characters read`);
  };
  if (model === 'wordpiece') {
    const tokens = await trainWordPiece(textsOf(paths, reading), { ...training, lowercase, alphabetLimit, onProgress });
    return { tokenizer: Tokenizer.fromVocabulary(tokens, { lowercase }), ...read };
  }
  if (alphabetLimit !== undefined) {
    throw new UserError({
      what: 'The alphabet of byte-level BPE cannot be limited',
      expected: 'no --alphabet-limit with --model bpe, whose alphabet is the 256 bytes',
      received: `--alphabet-limit ${alphabetLimit}`,
    });
  }
  const vocabulary = await trainBpe(textsOf(paths, reading), { ...training, lowercase, onProgress });
  return { tokenizer: Tokenizer.fromBpe(vocabulary, { lowercase }), ...read };
}

async function* textsOf(paths: readonly string[], reading?: ReadingOptions): AsyncGenerator<string> {
  for await (const { text } of readDocuments(paths, reading)) {
    yield text;
  }
}
