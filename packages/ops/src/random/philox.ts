/**
 * Philox4x32-10, the counter-based generator of J. Salmon, M. Moraes, R. Dror and D. Shaw, "Parallel random numbers:
 * as easy as 1, 2, 3", SC 2011. Four 32-bit words are a pure function of a 128-bit counter and a 64-bit key: there is
 * no state to save, and any part of any stream can be computed by itself.
 */

// Multipliers and key increments of the paper, section 4.3 (the increments are the golden ratio and sqrt(3) - 1).
const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const INCREMENT_0 = 0x9e3779b9;
const INCREMENT_1 = 0xbb67ae85;
const ROUNDS = 10;

// Bound once: looking `Math` up in the global object of a test runner's sandbox costs more than the product.
const { imul } = Math;

/**
 * The upper 32 bits of the 64-bit product of two 32-bit words, as a signed word. JavaScript's own product keeps 53
 * bits; sums of halves of 16 bits, none of which exceeds 2^32 - 1, are exact and stay integers in machine code.
 */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = (imul(aHigh, bLow) + (imul(aLow, bLow) >>> 16)) | 0;
  const carry = ((middle & 0xffff) + imul(aLow, bHigh)) | 0;
  return (imul(aHigh, bHigh) + (middle >>> 16) + (carry >>> 16)) | 0;
}

/** Domains keep the uses of one seed apart: no two of them share a number. The value is the counter's last word; those that are missing belonged to uses that are gone. */
export const domains = {
  uniform: 0,
  truncatedNormal: 1,
  maskPool: 2,
  maskOffset: 3,
  maskFilling: 6,
} as const;

/** Random words of one stream: those of (seed, step, site) within one domain. */
export class Philox {
  /** The four words of the last `block`. */
  readonly words = new Uint32Array(4);
  private readonly keyLow: number;
  private readonly keyHigh: number;

  /**
   * @param seed Safe integer, 0 or more; all its 53 bits are used.
   * @param step Second word of the counter.
   * @param site Third word of the counter.
   * @param domain Fourth word of the counter, see `domains`.
   */
  constructor(
    seed: number,
    private readonly step: number,
    private readonly site: number,
    private readonly domain: number,
  ) {
    this.keyLow = seed | 0;
    this.keyHigh = Math.floor(seed / 2 ** 32) | 0;
  }

  /** Computes words `4 * index` to `4 * index + 3` of the stream into `words`. */
  block(index: number): Uint32Array {
    let c0 = index | 0;
    let c1 = this.step | 0;
    let c2 = this.site | 0;
    let c3 = this.domain | 0;
    let k0 = this.keyLow;
    let k1 = this.keyHigh;
    for (let round = 0; round < ROUNDS; round++) {
      const high0 = multiplyHigh(MULTIPLIER_0, c0);
      const low0 = imul(MULTIPLIER_0, c0);
      const high1 = multiplyHigh(MULTIPLIER_1, c2);
      const low1 = imul(MULTIPLIER_1, c2);
      c0 = high1 ^ c1 ^ k0;
      c1 = low1;
      c2 = high0 ^ c3 ^ k1;
      c3 = low0;
      k0 = (k0 + INCREMENT_0) | 0;
      k1 = (k1 + INCREMENT_1) | 0;
    }
    const words = this.words;
    words[0] = c0;
    words[1] = c1;
    words[2] = c2;
    words[3] = c3;
    return words;
  }
}
