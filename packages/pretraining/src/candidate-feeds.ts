import type { MaskedBatch } from '@electra-ts/data';
import type { HostFeeds } from './joint-feeds.js';

/**
 * The tokens that may be replaced, as the feed `candidates` float32 [B, T]: 1 for real tokens that are not special
 * (`get_candidates_mask` of the reference), whether they are masked in this batch or not. What a generator of two towers
 * learns from.
 *
 * @param special ids of [CLS], [SEP], [MASK] and padding, as the text has them before it is masked
 */
export function candidateFeeds(batch: MaskedBatch, special: Iterable<number>): HostFeeds {
  const never = new Set(special);
  const data = Float32Array.from(batch.ids, (id, token) => (batch.attentionMask[token] === 0 || never.has(id) ? 0 : 1));
  // A masked token is one of them, though it shows [MASK].
  batch.positions.forEach((position, slot) => {
    if (batch.weights[slot] > 0) data[position] = 1;
  });
  return { candidates: { shape: [batch.batchSize, batch.sequenceLength], dtype: 'float32', data } };
}
