import { meanQuality } from './mean-quality.js';

const sentences = { task: { kind: 'classification', metric: 'matthews_correlation' }, metrics: { matthews_correlation: 0.4, accuracy: 0.9 } } as const;

describe('meanQuality', () => {
  it("is that of the tasks' own metrics, percent as shares", () => {
    const questions = { task: { kind: 'question-answering', metric: 'f1' }, metrics: { f1: 80 } } as const;
    expect(meanQuality([sentences, questions])).toBeCloseTo(0.6, 12);
    expect(meanQuality([sentences])).toBe(0.4);
  });

  it('counts a correlation that has no value as none', () => {
    const numbers = { task: { kind: 'regression', metric: 'pearson' }, metrics: { pearson: NaN } } as const;
    expect(meanQuality([sentences, numbers])).toBe(0.2);
  });
});
