import type { PieceTable } from './piece-table.js';

/** Ids of pieces stay below this, so that a pair of them is an exact number. */
const PAIR_BASE = 2 ** 26;

/** A pair of neighboring pieces as one number, ordered by the first and then by the second id. */
export function pairOf(first: number, second: number): number {
  return first * PAIR_BASE + second;
}

/** The ids that `pairOf` made a pair of. */
export function splitPair(pair: number): [first: number, second: number] {
  return [Math.floor(pair / PAIR_BASE), pair % PAIR_BASE];
}

/** Receives how much more or, if negative, less often a pair stands in a word after a merge. */
export type PairChange = (pair: number, word: number, change: 1 | -1) => void;

/** Different words, each spelled as a row of pieces that merges make shorter. */
export class SpelledWords {
  /** How often each word occurs. */
  readonly counts: Float64Array;
  readonly #pieces: Int32Array;
  readonly #starts: Int32Array;
  readonly #lengths: Int32Array;

  /** Spells words by characters; characters that `table` does not have are left out, as if they were not there. */
  constructor(words: ReadonlyMap<string, number>, table: PieceTable) {
    this.counts = Float64Array.from(words.values());
    this.#starts = new Int32Array(words.size);
    this.#lengths = new Int32Array(words.size);
    const pieces: number[] = [];
    let word = 0;
    for (const text of words.keys()) {
      this.#starts[word] = pieces.length;
      let isFirst = true;
      for (const character of text) {
        if (table.id(character) !== undefined) pieces.push(table.add(isFirst ? character : table.continuation + character));
        isFirst = false;
      }
      this.#lengths[word] = pieces.length - this.#starts[word];
      word++;
    }
    this.#pieces = Int32Array.from(pieces);
  }

  get size(): number {
    return this.counts.length;
  }

  /** Ids of the pieces that spell a word now. */
  spelling(word: number): Int32Array {
    return this.#pieces.subarray(this.#starts[word], this.#starts[word] + this.#lengths[word]);
  }

  /**
   * Replaces every `first` followed by `second` in a word, from the left, and reports the pairs with its neighbors
   * that vanish and appear. The merged pair itself is not reported.
   */
  merge(word: number, first: number, second: number, merged: number, onChange: PairChange): void {
    const row = this.spelling(word);
    let length = 0;
    for (let i = 0; i < row.length; i++) {
      if (row[i] !== first || row[i + 1] !== second) {
        row[length++] = row[i];
        continue;
      }
      if (length > 0) {
        onChange(pairOf(row[length - 1], first), word, -1);
        onChange(pairOf(row[length - 1], merged), word, 1);
      }
      if (i + 2 < row.length) {
        onChange(pairOf(second, row[i + 2]), word, -1);
        onChange(pairOf(merged, row[i + 2]), word, 1);
      }
      row[length++] = merged;
      i++;
    }
    this.#lengths[word] = length;
  }
}
