import { hashWords, mix32 } from './seeded-random.js';

/** Luby and Rackoff prove four rounds enough for ideal round functions; two more allow for a plain hash. */
const rounds = 6;

/**
 * A shuffle of 0 … size-1 that needs no memory: a balanced Feistel network over the next power of four, and "cycle
 * walking" back into the range.
 *
 * Sources: M. Luby and C. Rackoff, "How to construct pseudorandom permutations from pseudorandom functions", SIAM J.
 * Comput. 17(2), 1988; J. Black and P. Rogaway, "Ciphers with arbitrary finite domains", CT-RSA 2002 (cycle walking).
 */
export class Permutation {
  private readonly keys: Int32Array;
  private readonly halfMask: number;
  private readonly side: number;

  /**
   * @param size how many numbers are permuted, 1 … 2^52
   * @param seed together with `epoch` decides the permutation
   * @throws {RangeError} where `size` is not such a number
   */
  constructor(
    readonly size: number,
    seed: number,
    epoch: number,
  ) {
    if (!Number.isSafeInteger(size) || size < 1 || size > 2 ** 52) {
      throw new RangeError(`Permutation: expected a size of 1 … 2^52, received ${size}`);
    }
    const halfBits = Math.max(1, Math.ceil(Math.log2(size) / 2));
    this.side = 2 ** halfBits;
    this.halfMask = this.side - 1;
    this.keys = Int32Array.from({ length: rounds }, (_, round) => hashWords([seed, epoch, round]));
  }

  /**
   * Where position `index` (0 … size-1) goes; no two positions go to the same place.
   *
   * @throws {RangeError} where `index` is no such position
   */
  at(index: number): number {
    if (!Number.isInteger(index) || index < 0 || index >= this.size) {
      throw new RangeError(`Permutation: expected a position of 0 … ${this.size - 1}, received ${index}`);
    }
    // The network permutes a domain less than four times as large. Following its cycle from inside the range must come
    // back to the range, and does so after fewer than four steps on average.
    let value = index;
    do {
      value = this.encipher(value);
    } while (value >= this.size);
    return value;
  }

  private encipher(value: number): number {
    let left = Math.floor(value / this.side);
    let right = value % this.side;
    for (let round = 0; round < rounds; round++) {
      const next = (left ^ mix32(right ^ this.keys[round])) & this.halfMask;
      left = right;
      right = next;
    }
    return left * this.side + right;
  }
}
