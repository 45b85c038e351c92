import { multilabelMetrics } from './multilabel-metrics.js';

describe('multilabelMetrics', () => {
  it('counts exact sets, decisions, and labels each for itself', () => {
    const found = multilabelMetrics([['x'], ['x', 'y'], []], [['x'], ['y'], ['y']], ['x', 'y', 'z']);
    // x: 1 right of 2 and 1; y: 1 right of 1 and 2; z: nowhere.
    expect(found.accuracy).toBeCloseTo(1 / 3, 12);
    expect(found.f1_micro).toBeCloseTo(2 / 3, 12);
    expect(found.f1_macro).toBeCloseTo((2 / 3 + 2 / 3 + 0) / 3, 12);
  });

  it('is 0 where there is nothing', () => {
    expect(multilabelMetrics([], [], [])).toEqual({ accuracy: 0, f1_micro: 0, f1_macro: 0 });
  });
});
