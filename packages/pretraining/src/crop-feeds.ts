import type { MaskedBatch } from '@electra-ts/data';
import { fillUniform, type RandomKey } from '@electra-ts/ops';
import type { HostFeeds } from './joint-feeds.js';

// B examples, T tokens

/** Share of an example's tokens that its crop keeps (COCO-LM, Meng et al. 2021, section 3.3). */
const KEPT = 0.9;

/**
 * Crops of a batch's original examples: the first token, [CLS], and a stretch of the others, one beginning of which is as
 * likely as another, moved up to [CLS] and padded.
 *
 * @param padId fills what is left of a row
 * @param key decides where the stretches begin; equal keys give equal ones
 * @returns `cropIds` and `cropTypes` int32, `cropMask` float32, all [B, T]
 */
export function cropFeeds(batch: MaskedBatch, padId: number, key: RandomKey): HostFeeds {
  const { batchSize, sequenceLength: tokens } = batch;
  const originals = batch.ids.slice();
  batch.positions.forEach((position, slot) => {
    if (batch.weights[slot] > 0) originals[position] = batch.labels[slot];
  });
  const ids = new Int32Array(originals.length).fill(padId);
  const types = new Int32Array(originals.length);
  const mask = new Float32Array(originals.length);
  const uniform = new Float32Array(batchSize);
  fillUniform(uniform, key);
  for (let row = 0; row < batchSize; row++) {
    const first = row * tokens;
    const length = batch.attentionMask.subarray(first, first + tokens).reduce((sum, real) => sum + real, 0);
    const rest = Math.max(0, length - 1);
    const kept = Math.round(KEPT * rest);
    const start = first + 1 + Math.floor(uniform[row] * (rest - kept + 1));
    ids[first] = originals[first];
    types[first] = batch.types[first];
    ids.set(originals.subarray(start, start + kept), first + 1);
    types.set(batch.types.subarray(start, start + kept), first + 1);
    mask.fill(1, first, first + Math.min(length, kept + 1));
  }
  const shape = [batchSize, tokens];
  return {
    cropIds: { shape, dtype: 'int32', data: ids },
    cropTypes: { shape, dtype: 'int32', data: types },
    cropMask: { shape, dtype: 'float32', data: mask },
  };
}
