import { createHash } from 'node:crypto';

import type { CleaningStep } from './cleaning-step.js';

/** Hashes that share a bucket; the newest pushes out the oldest. */
const bucketSize = 8;

/**
 * Drops documents whose text, white space at the ends left out, came before. It remembers 64 bits of each text's SHA-256
 * in a table of a fixed size, `capacity` times 8 bytes (default 2^23: 64 MiB); past that many texts old ones are forgotten.
 *
 * @throws {RangeError} where `capacity` is not a power of two of at least 8
 */
export function dropDuplicates({ capacity = 1 << 23 }: { readonly capacity?: number } = {}): CleaningStep {
  if (!(capacity >= bucketSize && Number.isInteger(Math.log2(capacity)))) {
    throw new RangeError(`dropDuplicates: expected a capacity that is a power of two from 8, received ${capacity}`);
  }
  const table = new BigUint64Array(capacity);
  const buckets = BigInt(capacity / bucketSize);
  return {
    name: 'drop duplicates',
    apply(document) {
      // 0 stands for an empty place.
      const hash = createHash('sha256').update(document.text.trim()).digest().readBigUInt64LE() || 1n;
      const start = Number(hash % buckets) * bucketSize;
      const bucket = table.subarray(start, start + bucketSize);
      if (bucket.includes(hash)) {
        return { dropped: 'duplicate' };
      }
      bucket.copyWithin(1, 0);
      bucket[0] = hash;
      return document;
    },
  };
}
