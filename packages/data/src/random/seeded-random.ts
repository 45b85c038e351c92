import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** Draws that the example rules and the masking need; a test may script them. */
export interface Random {
  /** A number in [0, 1). */
  unit(): number;
  /** An integer from `from` to `to`, both included. */
  integer(from: number, to: number): number;
}

/**
 * The finalizer of MurmurHash3 (Austin Appleby, public domain): every bit of the 32-bit input changes about half of the
 * output's bits.
 */
export function mix32(word: number): number {
  let h = word | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** A 32-bit hash of integers up to 2^53 in absolute value, in order. */
export function hashWords(words: readonly number[]): number {
  let h = mix32(words.length);
  for (const word of words) {
    h = mix32(Math.imul(h, 5) + 0xe6546b64 + (word | 0));
    h = mix32(Math.imul(h, 5) + 0xe6546b64 + Math.floor(word / 0x1_0000_0000));
  }
  return h;
}

/**
 * Random numbers that depend on nothing but the words given: xoroshiro128+ whose 128 bits of state are hashed from
 * them, so that neighboring seeds and steps have unrelated draws.
 */
export function seededRandom(...words: readonly number[]): Random {
  const generator = xoroshiro128plusFromState([1, 2, 3, 4].map((lane) => hashWords([lane, ...words])));
  return {
    // The sum's lowest bits are the generator's weakest; the 32 bits kept here are its lower half's, so drop five.
    unit: () => (generator.next() >>> 5) / 0x800_0000,
    integer: (from, to) => uniformInt(generator, from, to),
  };
}
