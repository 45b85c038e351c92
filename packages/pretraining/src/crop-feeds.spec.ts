import { cropFeeds } from './crop-feeds.js';

const [T, BATCH] = [24, 60];
/** Rows of 1 + 20 real tokens, 100 to 120, of which two are hidden, and padding. */
const row = Array.from({ length: T }, (_, i) => (i < 21 ? 100 + i : 0));
const ids = Int32Array.from({ length: T * BATCH }, (_, i) => (i % T === 3 ? 4 : row[i % T]));
const batch = {
  batchSize: BATCH,
  sequenceLength: T,
  ids,
  types: Int32Array.from(ids, (_, i) => (i % T > 10 && i % T < 21 ? 1 : 0)),
  attentionMask: Float32Array.from(ids, (_, i) => (i % T < 21 ? 1 : 0)),
  positions: Int32Array.from({ length: 2 * BATCH }, (_, slot) => T * (slot >> 1) + (slot % 2 === 0 ? 3 : 0)),
  labels: Int32Array.from({ length: 2 * BATCH }, (_, slot) => (slot % 2 === 0 ? 103 : 0)),
  weights: Float32Array.from({ length: 2 * BATCH }, (_, slot) => (slot % 2 === 0 ? 1 : 0)),
  maxPredictions: 2,
};
const crop = (step = 1) => cropFeeds(batch, 9, { seed: 1, step, site: 0 });

describe('cropFeeds', () => {
  it('keeps [CLS] and nine tenths of the rest, as they were before they were hidden', () => {
    const { cropIds, cropTypes, cropMask } = crop();
    expect([cropIds.shape, cropIds.dtype, cropMask.dtype]).toEqual([[BATCH, T], 'int32', 'float32']);
    const starts = Array.from({ length: BATCH }, (_, i) => {
      const of = (data: ArrayLike<number>) => Array.from(data).slice(i * T, (i + 1) * T);
      const start = cropIds.data[i * T + 1] - 100;
      expect(of(cropIds.data)).toEqual([100, ...row.slice(start, start + 18), 9, 9, 9, 9, 9]);
      expect(of(cropMask.data)).toEqual(Array.from({ length: T }, (_, t) => (t < 19 ? 1 : 0)));
      expect(of(cropTypes.data)).toEqual(Array.from({ length: T }, (_, t) => (t > 0 && t < 19 && t + start - 1 > 10 ? 1 : 0)));
      return start;
    });
    // Three beginnings are possible, and all occur.
    expect([...new Set(starts)].sort()).toEqual([1, 2, 3]);
  });

  it('is a pure function of the key, and leaves the batch alone', () => {
    const before = batch.ids.slice();
    expect(crop()).toEqual(crop());
    expect(crop(2)).not.toEqual(crop(1));
    expect(batch.ids).toEqual(before);
  });

  it('copies rows of nothing but [CLS], and empty ones', () => {
    const one = { ...batch, batchSize: 2, sequenceLength: 2, ids: Int32Array.of(2, 0, 0, 0), types: new Int32Array(4), attentionMask: Float32Array.of(1, 0, 0, 0), positions: new Int32Array(2), labels: new Int32Array(2), weights: new Float32Array(2) };
    const { cropIds, cropMask } = cropFeeds(one, 0, { seed: 1, step: 1, site: 0 });
    expect([...cropIds.data, ...cropMask.data]).toEqual([2, 0, 0, 0, 1, 0, 0, 0]);
  });
});
