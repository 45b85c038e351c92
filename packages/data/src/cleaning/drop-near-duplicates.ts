import type { CleaningStep } from './cleaning-step.js';
import { MinHash, mix, similarity } from './min-hash.js';

/** See `dropNearDuplicates`. */
export interface NearDuplicateOptions {
  /** Least estimated Jaccard similarity of two texts' word 5-grams that makes them duplicates; default 0.8. */
  readonly threshold?: number;
  /** The newest documents that a document is compared with; default 65,536. Each takes 640 bytes. */
  readonly capacity?: number;
}

const signatureSize = 128;
const gramWords = 5;

/**
 * Numbers of a signature that have to agree for two documents to be compared. With 16 bands of 8, documents of
 * similarity 0.8 are compared with probability 0.95, of 0.5 with 0.06: 1 - (1 - s^8)^16 (Leskovec, Rajaraman and Ullman,
 * "Mining of Massive Datasets", section 3.4).
 */
const bandSize = 8;

/**
 * Drops documents that nearly equal one of the `capacity` documents kept before, by MinHash and banding, in memory of a
 * fixed size. Where two documents share a place in a band's table, only the newer one is found through it.
 *
 * @throws {RangeError} where an option is out of range
 */
export function dropNearDuplicates(options: NearDuplicateOptions = {}): CleaningStep {
  const { threshold = 0.8, capacity = 1 << 16 } = options;
  if (!(threshold > 0 && threshold <= 1) || !(Number.isInteger(capacity) && capacity >= 1)) {
    throw new RangeError(
      `dropNearDuplicates: expected a threshold above 0 up to 1 and a capacity from 1, received ${threshold} and ${capacity}`,
    );
  }
  const minHash = new MinHash(signatureSize, gramWords);
  const bands = signatureSize / bandSize;
  const signatures = new Uint32Array(capacity * signatureSize);
  // Twice as many places as documents; each holds 1 + the document's place in `signatures`, 0 where there is none.
  const places = new Uint32Array(bands * capacity * 2);
  let kept = 0;
  return {
    name: 'drop near duplicates',
    apply(document) {
      const signature = minHash.signature(document.text);
      if (signature === undefined) {
        return document;
      }
      const found = Array.from({ length: bands }, (_, band) => placeOf(signature, band, capacity * 2));
      for (const place of found) {
        const at = (places[place] - 1) * signatureSize;
        if (at >= 0 && similarity(signature, signatures.subarray(at, at + signatureSize)) >= threshold) {
          return { dropped: 'near duplicate' };
        }
      }
      const slot = kept++ % capacity;
      signatures.set(signature, slot * signatureSize);
      for (const place of found) {
        places[place] = slot + 1;
      }
      return document;
    },
  };
}

/** Where a band's documents with these numbers are found. */
function placeOf(signature: Uint32Array, band: number, size: number): number {
  let hash = band;
  for (let k = band * bandSize; k < (band + 1) * bandSize; k++) {
    hash = mix(hash ^ signature[k]);
  }
  return band * size + (hash % size);
}
