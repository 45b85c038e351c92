import { formatQuantity } from '@electra-ts/report';
import { UserError } from '@electra-ts/config';
import { Tokenizer, trainBpe, trainWordPiece, type CountProgress, type VocabularyOptions } from '@electra-ts/tokenizer';
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
  /** For padding, unknown words, beginning, end and mask, in this order, then any further ones. Default BERT's. */
  readonly specialTokens?: readonly string[];
  readonly progress: StageProgress;
  readonly signal: AbortSignal;
}): Promise<TrainedTokenizer> {
  const { paths, reading, lowercase, model = 'wordpiece', alphabetLimit, progress, ...training } = options;
  let read = { texts: 0, characters: 0 };
  const onProgress = (soFar: CountProgress) => {
    read = soFar;
    progress.update(undefined, `${formatQuantity(soFar.characters, 'characters')} read`);
  };
  const names = namesOf(options.specialTokens);
  if (model === 'wordpiece') {
    const tokens = await trainWordPiece(textsOf(paths, reading), { ...training, lowercase, alphabetLimit, onProgress });
    return { tokenizer: Tokenizer.fromVocabulary(tokens, { lowercase, ...names }), ...read };
  }
  if (alphabetLimit !== undefined) {
    throw new UserError({
      what: 'The alphabet of byte-level BPE cannot be limited',
      expected: 'no --alphabet-limit with --model bpe, whose alphabet is the 256 bytes',
      received: `--alphabet-limit ${alphabetLimit}`,
    });
  }
  const vocabulary = await trainBpe(textsOf(paths, reading), { ...training, lowercase, onProgress });
  return { tokenizer: Tokenizer.fromBpe(vocabulary, { lowercase, ...names }), ...read };
}

/** @throws {UserError} for fewer than five tokens, and for one that comes twice or has white space */
function namesOf(tokens: readonly string[] | undefined): VocabularyOptions {
  if (tokens === undefined) return {};
  const repeated = tokens.find((token, i) => tokens.indexOf(token) < i);
  const spaced = tokens.find((token) => token === '' || /\s/.test(token));
  if (tokens.length < 5 || repeated !== undefined || spaced !== undefined) {
    throw new UserError({
      what: 'The special tokens are wrong',
      expected: 'five or more different ones without white space: for padding, unknown words, beginning, end and mask, then any others',
      received: repeated !== undefined ? `${repeated} twice` : spaced !== undefined ? JSON.stringify(spaced) : tokens.join(' '),
    });
  }
  const [pad, unk, cls, sep, mask, ...furtherTokens] = tokens;
  return { specialTokens: { pad, unk, cls, sep, mask }, furtherTokens };
}

async function* textsOf(paths: readonly string[], reading?: ReadingOptions): AsyncGenerator<string> {
  for await (const { text } of readDocuments(paths, reading)) {
    yield text;
  }
}
