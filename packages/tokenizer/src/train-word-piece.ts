import { UserError } from '@electra-ts/config';

import { checkTraining } from './check-training.js';
import { countWords, type CountProgress } from './count-words.js';
import { mergePieces } from './merge-pieces.js';
import { CONTINUATION, PieceTable } from './piece-table.js';
import { BERT_SPECIAL_TOKENS } from './special-tokens.js';
import { SpelledWords } from './spelled-words.js';

/** How a WordPiece vocabulary is trained. Defaults are those of Hugging Face's `BertWordPieceTokenizer.train`. */
export interface WordPieceTrainingOptions {
  /** Number of tokens, special ones included. Fewer come out where the texts have no more to merge. */
  readonly vocabularySize: number;
  /** Whether text is lowercased and loses its accents, as the tokenizer will do it. Default true. */
  readonly lowercase?: boolean;
  /** Pairs of pieces that occur less often are not merged; at least 0. Default 2. */
  readonly minFrequency?: number;
  /** Only so many characters, the most frequent, are kept; others become unknown; at least 1. Default 1000. */
  readonly alphabetLimit?: number;
  /** The first tokens. Default `[PAD]`, `[UNK]`, `[CLS]`, `[SEP]`, `[MASK]`. */
  readonly specialTokens?: readonly string[];
  /** Called about every million characters. */
  readonly onProgress?: (progress: CountProgress) => void;
  readonly signal?: AbortSignal;
}

/**
 * Trains a WordPiece vocabulary and returns its tokens in id order: special tokens, the alphabet by code point, its
 * continuing forms (`##a`) by code point, then merges, the most frequent first. The same texts always give the same
 * vocabulary; it has the tokens that `WordPieceTrainer` of Hugging Face's Python `tokenizers` finds, which numbers the
 * continuing characters, and so decides between equally frequent pairs, differently in every run.
 *
 * @throws {UserError} for texts without words, options out of range, or a size that does not even hold the characters.
 * @throws {TypeError} for one text in place of texts.
 * @throws the reason of `signal` once it is aborted.
 */
export async function trainWordPiece(
  texts: AsyncIterable<string> | Iterable<string>,
  options: WordPieceTrainingOptions,
): Promise<string[]> {
  const { vocabularySize, lowercase = true, minFrequency = 2, alphabetLimit = 1000, onProgress, signal } = options;
  checkTraining('trainWordPiece', texts, { minFrequency, alphabetLimit });
  const specialTokens = options.specialTokens ?? Object.values<string>({ ...BERT_SPECIAL_TOKENS });
  if (!Number.isInteger(vocabularySize) || vocabularySize <= specialTokens.length) {
    throw new UserError({
      what: 'The size of the vocabulary is wrong',
      expected: `a whole number above ${specialTokens.length}, the number of special tokens`,
      received: String(vocabularySize),
    });
  }

  const words = await countWords(texts, { lowercase, onProgress, signal });
  if (words.size === 0) {
    throw new UserError({
      what: 'Cannot train a vocabulary',
      expected: 'texts with words',
      received: 'no word at all',
    });
  }
  const alphabet = mostFrequentCharacters(words, alphabetLimit);
  const table = new PieceTable([...specialTokens, ...alphabet, ...continuingCharacters(words, new Set(alphabet))]);
  const characters = table.size - specialTokens.length;
  if (table.size > vocabularySize) {
    throw new UserError({
      what: 'The vocabulary is too small for the characters of the texts',
      expected: `at least ${table.size} tokens (${specialTokens.length} special, ${characters} characters)`,
      received: `a vocabulary of ${vocabularySize}`,
      remedy: `Ask for more tokens, or keep fewer than ${alphabet.length} characters with alphabetLimit (--alphabet-limit).`,
    });
  }
  await mergePieces(table, new SpelledWords(words, table), { vocabularySize, minFrequency, signal });
  return table.list();
}

/** The `limit` most frequent characters in code point order; of equally frequent ones the smaller are kept. */
function mostFrequentCharacters(words: ReadonlyMap<string, number>, limit: number): string[] {
  const counts = new Map<string, number>();
  for (const [word, count] of words) {
    for (const character of word) counts.set(character, (counts.get(character) ?? 0) + count);
  }
  return [...counts]
    .sort(([a, countA], [b, countB]) => countB - countA || byCodePoint(a, b))
    .slice(0, limit)
    .map(([character]) => character)
    .sort(byCodePoint);
}

function continuingCharacters(words: ReadonlyMap<string, number>, alphabet: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  for (const word of words.keys()) {
    let isFirst = true;
    for (const character of word) {
      if (!isFirst && alphabet.has(character)) found.add(character);
      isFirst = false;
    }
  }
  return [...found].sort(byCodePoint).map((character) => CONTINUATION + character);
}

function byCodePoint(a: string, b: string): number {
  return a.codePointAt(0)! - b.codePointAt(0)!;
}
