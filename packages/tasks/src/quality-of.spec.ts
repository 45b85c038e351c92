import { qualityOf } from './quality-of.js';

describe('qualityOf', () => {
  it('is larger for better, whatever way the metric goes', () => {
    expect(qualityOf({ kind: 'regression', metric: 'mse' }, { mse: 2 })).toBe(-2);
    expect(qualityOf({ kind: 'classification', metric: 'accuracy' }, { accuracy: 0.5 })).toBe(0.5);
  });

  it('puts what has no value below all that has', () => {
    expect(qualityOf({ kind: 'regression', metric: 'pearson' }, { pearson: NaN })).toBe(-Infinity);
  });

  it('refuses an evaluation without the metric', () => {
    expect(() => qualityOf({ kind: 'tagging', metric: 'FB1' }, { loss: 1, accuracy: 1 })).toThrow(/An evaluation has no FB1: .*received loss, accuracy/);
  });
});
