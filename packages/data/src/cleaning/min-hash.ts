import { mix32 } from '../random/seeded-random.js';

/**
 * MinHash signatures (Broder, "On the resemblance and containment of documents", 1997): the share of places in which two
 * signatures agree estimates the Jaccard similarity of the texts' sets of word n-grams.
 */
export class MinHash {
  /**
   * @param size numbers in a signature; the estimate's standard deviation is at most 0.5 / √size
   * @param words length of the n-grams, in words
   */
  constructor(
    readonly size: number,
    private readonly words: number,
  ) {}

  /** The signature of a text, case and punctuation left out; undefined where the text has no word. */
  signature(text: string): Uint32Array | undefined {
    const tokens = text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu);
    if (tokens === null) {
      return undefined;
    }
    const signature = new Uint32Array(this.size).fill(0xffffffff);
    const hashes = tokens.map(hashWord);
    const count = Math.max(1, hashes.length - this.words + 1);
    for (let start = 0; start < count; start++) {
      let gram = 0;
      for (let i = start; i < Math.min(start + this.words, hashes.length); i++) {
        gram = mix(Math.imul(gram, 31) + hashes[i]);
      }
      for (let k = 0; k < signature.length; k++) {
        const value = mix(gram ^ Math.imul(k + 1, 0x9e3779b1));
        if (value < signature[k]) {
          signature[k] = value;
        }
      }
    }
    return signature;
  }
}

/** The share of places in which two signatures agree, 0 … 1. */
export function similarity(a: Uint32Array, b: Uint32Array): number {
  let equal = 0;
  for (let k = 0; k < a.length; k++) {
    equal += a[k] === b[k] ? 1 : 0;
  }
  return equal / a.length;
}

/** FNV-1a over UTF-16 units. */
function hashWord(word: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) {
    hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}

/** Mixes the bits of a number, 0 to 2^32 - 1; see `mix32`. */
export function mix(value: number): number {
  return mix32(value) >>> 0;
}
