import { seededRandom } from '@electra-ts/data';

/** Which texts to cut. */
export interface MixedTextsOptions {
  readonly count: number;
  /** Tokens of the shortest and of the longest text, special tokens included. */
  readonly from: number;
  readonly to: number;
  readonly seed: number;
}

/** Special tokens around a text: [CLS] and [SEP]. */
export const AROUND = 2;

/**
 * Cuts running text into pieces of mixed length: lengths are drawn evenly between two bounds, and words are taken until the next one would be too much.
 * The text begins anew where it ends; words that do not fit into the shortest piece are left out.
 *
 * @param words in order
 * @param tokens how many tokens each word is
 * @throws RangeError where no word fits into the shortest text
 */
export function mixedTexts(words: readonly string[], tokens: readonly number[], { count, from, to, seed }: MixedTextsOptions): string[] {
  const random = seededRandom(seed);
  const kept = words.map((word, n) => ({ word, size: tokens[n] })).filter(({ size }) => size <= from - AROUND);
  if (kept.length === 0) throw new RangeError(`mixedTexts: expected a word of at most ${from - AROUND} tokens`);
  let at = 0;
  return Array.from({ length: count }, () => {
    const taken: string[] = [];
    for (let room = random.integer(from, to) - AROUND; kept[at % kept.length].size <= room; at++) {
      const { word, size } = kept[at % kept.length];
      taken.push(word);
      room -= size;
    }
    return taken.join(' ');
  });
}
