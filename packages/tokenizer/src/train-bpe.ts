import { UserError } from '@electra-ts/config';
import { byteLevelAlphabet } from 'tokenizers';

import type { BpeVocabulary } from './bpe-tokenizer.js';
import { checkTraining } from './check-training.js';
import { countByteLevelWords } from './count-byte-level-words.js';
import { mergePieces } from './merge-pieces.js';
import { PieceTable } from './piece-table.js';
import { BERT_SPECIAL_TOKENS } from './special-tokens.js';
import { SpelledWords } from './spelled-words.js';
import type { WordPieceTrainingOptions } from './train-word-piece.js';

/** How a byte-level BPE vocabulary is trained. Its alphabet is always the 256 bytes, so that no text is unknown. */
export interface BpeTrainingOptions extends Omit<WordPieceTrainingOptions, 'alphabetLimit' | 'lowercase'> {
  /** Whether text is lowercased, as the tokenizer will do it. Default false. */
  readonly lowercase?: boolean;
}

/**
 * Trains a byte-level BPE vocabulary: special tokens, the 256 bytes, then merges, the most frequent first. The same
 * texts always give the same vocabulary, which is that of `BpeTrainer` in Hugging Face's Python `tokenizers`.
 *
 * @throws {UserError} for texts without words, options out of range, or a size that does not even hold the bytes.
 * @throws {TypeError} for one text in place of texts.
 * @throws the reason of `signal` once it is aborted.
 */
export async function trainBpe(
  texts: AsyncIterable<string> | Iterable<string>,
  options: BpeTrainingOptions,
): Promise<BpeVocabulary> {
  const { vocabularySize, lowercase = false, minFrequency = 2, onProgress, signal } = options;
  checkTraining('trainBpe', texts, { minFrequency });
  const specialTokens = options.specialTokens ?? Object.values<string>({ ...BERT_SPECIAL_TOKENS });
  const alphabet = byteLevelAlphabet().sort((a, b) => a.codePointAt(0)! - b.codePointAt(0)!);
  const table = new PieceTable([...specialTokens, ...alphabet], '');
  if (!Number.isInteger(vocabularySize) || vocabularySize < table.size) {
    throw new UserError({
      what: 'The size of the vocabulary is wrong',
      expected: `a whole number, at least ${table.size}: ${specialTokens.length} special tokens and 256 bytes`,
      received: String(vocabularySize),
    });
  }
  const words = await countByteLevelWords(texts, { lowercase, onProgress, signal });
  if (words.size === 0) {
    throw new UserError({ what: 'Cannot train a vocabulary', expected: 'texts with words', received: 'no word at all' });
  }
  const pairs = await mergePieces(table, new SpelledWords(words, table), { vocabularySize, minFrequency, signal });
  const tokens = table.list();
  return { tokens, merges: pairs.map(([first, second]) => [tokens[first], tokens[second]]) };
}
