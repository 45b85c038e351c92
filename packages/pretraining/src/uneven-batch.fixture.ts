import { candidateFeeds } from './candidate-feeds.js';
import { batchFeeds, type HostFeeds } from './joint-feeds.js';

/**
 * B = 4 rows of T = 6 tokens, of which 6, 3, 5 and 4 are real, and two slots each, of which 2, 1, 2 and 0 are used; ids
 * below 20, with fixed replacements and candidates.
 */
export function unevenBatch(salt: number): HostFeeds {
  const real = [6, 3, 5, 4];
  const token = (i: number) => 5 + ((i * 7 + salt) % 15);
  const masked = {
    batchSize: 4,
    sequenceLength: 6,
    ids: Int32Array.from({ length: 24 }, (_, i) => (i % 6 < real[Math.floor(i / 6)] ? token(i) : 0)),
    types: new Int32Array(24),
    attentionMask: Float32Array.from({ length: 24 }, (_, i) => (i % 6 < real[Math.floor(i / 6)] ? 1 : 0)),
    positions: Int32Array.of(1, 3, 7, 6, 13, 15, 18, 18),
    labels: Int32Array.of(10, 12, 15, 0, 6, 7, 0, 0),
    weights: Float32Array.of(1, 1, 1, 0, 1, 1, 0, 0),
    maxPredictions: 2,
  };
  // Fixed replacements: no noise is drawn, so that a batch and its parts see the same.
  const replacements = { shape: [8], dtype: 'int32', data: Int32Array.of(10, 9, 8, 0, 6, 11, 0, 0) } as const;
  return { ...batchFeeds(masked), ...candidateFeeds(masked, [0]), replacements };
}
