import { SkippedSteps } from './skipped-steps.js';

describe('SkippedSteps', () => {
  it('counts, forgives, and knows when it is too much', () => {
    const skipped = new SkippedSteps(2);
    expect(skipped.report(1, { loss: 3, gradientNorm: 1.5 })).toBeUndefined();
    expect(skipped.report(2, { loss: NaN, gradientNorm: 2 })).toMatch(/step 2 is skipped: its loss is NaN.*1 in a row, of at most 2; 1 in all/);
    expect(skipped.isExhausted).toBe(false);
    expect(skipped.report(3, { loss: 2, gradientNorm: 7 })).toBeUndefined();
    skipped.report(4, { loss: 2, gradientNorm: Infinity });
    expect(skipped.isExhausted).toBe(false);
    expect(skipped.report(5, { loss: 2, gradientNorm: NaN })).toMatch(/2 in a row, of at most 2; 3 in all/);
    expect(skipped.isExhausted).toBe(true);
    expect(skipped.inARow).toBe(2);
    expect(skipped.total).toBe(3);
    expect(skipped.normsBefore).toEqual([1.5, 7]);
  });

  it('remembers the last few norms only', () => {
    const skipped = new SkippedSteps(2);
    for (let step = 1; step <= 20; step++) skipped.report(step, { loss: 1, gradientNorm: step });
    expect(skipped.normsBefore).toEqual([13, 14, 15, 16, 17, 18, 19, 20]);
  });
});
