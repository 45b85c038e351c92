import { pretrainingConfig } from './pretraining-config.js';
import { weightAt, weightFeeds } from './weight-schedules.js';

describe('weightAt', () => {
  const points = [{ step: 10, weight: 0 }, { step: 20, weight: 50 }, { step: 40, weight: 10 }];

  it.each([
    [0, 0],
    [10, 0],
    [15, 25],
    [20, 50],
    [30, 30],
    [40, 10],
    [1000, 10],
  ])('after %d updates is %d', (updatesDone, weight) => {
    expect(weightAt(points, updatesDone)).toBe(weight);
  });
});

describe('weightFeeds', () => {
  it('has what is scheduled, and nothing else', () => {
    const weightSchedules = { languageModelWeight: [{ step: 0, weight: 1 }, { step: 4, weight: 0 }] };
    const { objective } = pretrainingConfig.parse({ objective: { name: 'electra-mlm', weightSchedules }, data: { path: 'data' } });
    expect(weightFeeds(objective, 1)).toEqual({ languageModelWeight: { shape: [], dtype: 'float32', data: Float32Array.of(0.75) } });
  });
});
