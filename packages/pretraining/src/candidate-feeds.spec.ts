import { candidateFeeds } from './candidate-feeds.js';

describe('candidateFeeds', () => {
  it('marks real tokens that are not special, masked ones too, and no spare slot', () => {
    const [pad, cls, sep, mask] = [0, 2, 3, 4];
    const ids = Int32Array.of(cls, 11, mask, sep, cls, 12, sep, pad);
    const batch = {
      batchSize: 2,
      sequenceLength: 4,
      ids,
      types: new Int32Array(8),
      attentionMask: Float32Array.from(ids, (id) => (id === pad ? 0 : 1)),
      positions: Int32Array.of(2, 0),
      labels: Int32Array.of(10, 0),
      weights: Float32Array.of(1, 0),
      maxPredictions: 1,
    };
    const { candidates } = candidateFeeds(batch, [pad, cls, sep, mask]);
    expect(candidates.shape).toEqual([2, 4]);
    expect([...candidates.data]).toEqual([0, 1, 1, 0, 0, 1, 0, 0]);
  });
});
