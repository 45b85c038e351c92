import { adamWDefaults } from '@electra-ts/optim';
import { batchFeeds, updateFeeds } from './joint-feeds.js';

describe('batchFeeds', () => {
  it('gives rows and slots their shapes', () => {
    const feeds = batchFeeds({
      batchSize: 2,
      sequenceLength: 3,
      ids: new Int32Array(6),
      types: new Int32Array(6),
      attentionMask: new Float32Array(6),
      positions: new Int32Array(2),
      labels: new Int32Array(2),
      weights: new Float32Array(2),
      maxPredictions: 1,
    });
    for (const name of ['ids', 'types', 'attentionMask']) expect(feeds[name].shape).toEqual([2, 3]);
    for (const name of ['positions', 'labels', 'weights']) expect(feeds[name].shape).toEqual([2]);
    expect(feeds['ids'].dtype).toBe('int32');
    expect(feeds['weights'].dtype).toBe('float32');
  });
});

describe('updateFeeds', () => {
  it('is the learning rate alone for ELECTRA', () => {
    expect(updateFeeds(1, 0.5, adamWDefaults)).toEqual({
      learningRate: { shape: [], dtype: 'float32', data: Float32Array.of(0.5) },
    });
  });

  it('adds the corrections of the first update where they are asked for', () => {
    const feeds = updateFeeds(1, 0.5, { ...adamWDefaults, biasCorrection: true });
    // 1 / (1 - 0.9) and 1 / (1 - 0.999)
    expect(feeds['firstCorrection'].data[0]).toBeCloseTo(10, 4);
    expect(feeds['secondCorrection'].data[0]).toBeCloseTo(1000, 1);
  });
});
