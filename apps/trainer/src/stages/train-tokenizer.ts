import { formatQuantity } from '../io/format-quantity.js';
import { Tokenizer, trainWordPiece } from '@electra-ts/tokenizer';
import type { StageProgress } from '../progress/stage-progress.js';
import { readDocuments, type ReadingOptions } from './read-documents.js';

/** A tokenizer and what it was trained on. */
export interface TrainedTokenizer {
  readonly tokenizer: Tokenizer;
  readonly texts: number;
  readonly characters: number;
}

/** Trains a WordPiece vocabulary on files, folders and globs. */
export async function trainTokenizer(options: {
  readonly paths: readonly string[];
  /** How files become documents. */
  readonly reading?: ReadingOptions;
  readonly vocabularySize: number;
  readonly lowercase: boolean;
  readonly progress: StageProgress;
  readonly signal: AbortSignal;
}): Promise<TrainedTokenizer> {
  const { paths, reading, vocabularySize, lowercase, progress, signal } = options;
  let read = { texts: 0, characters: 0 };
  const tokens = await trainWordPiece(textsOf(paths, reading), {
    vocabularySize,
    lowercase,
    signal,
    onProgress: (soFar) => {
      read = soFar;
      progress.update(undefined, `${formatQuantity(soFar.characters)}characters read`);
    },
  });
  return { tokenizer: Tokenizer.fromVocabulary(tokens, { lowercase }), ...read };
}

async function* textsOf(paths: readonly string[], reading?: ReadingOptions): AsyncGenerator<string> {
  for await (const { text } of readDocuments(paths, reading)) {
    yield text;
  }
}
