import fc from 'fast-check';
import { meanSquaredError, pearson, spearman } from './regression-metrics.js';

describe('correlations', () => {
  it('of 1, 2, 3 and 1, 3, 2 are one half', () => {
    expect(pearson([1, 2, 3], [1, 3, 2])).toBeCloseTo(0.5, 12);
    expect(spearman([1, 20, 300], [1, 300, 20])).toBeCloseTo(0.5, 12);
  });

  it('do not exist where nothing varies', () => {
    expect(pearson([1, 1], [1, 2])).toBeNaN();
    expect(spearman([], [])).toBeNaN();
  });

  it('do not change with scale and place, and Spearman\'s with no growing function', () => {
    const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(values, values, (a, b) => {
        fc.pre(new Set(a).size > 1 && new Set(b).size > 1);
        expect(pearson(a, b)).toBeCloseTo(pearson(b, a), 10);
        expect(pearson(a.map((x) => 3 * x + 1), b)).toBeCloseTo(pearson(a, b), 8);
        expect(spearman(a.map((x) => x ** 3), b)).toBeCloseTo(spearman(a, b), 10);
      }),
    );
  });

  it('want as many of one as of the other', () => expect(() => pearson([1], [1, 2])).toThrow(/each of 1 values, received 2/));
});

describe('meanSquaredError', () => {
  it('is the mean of squares', () => expect(meanSquaredError([1, 2], [2, 4])).toBe(2.5));
});
