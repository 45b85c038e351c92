import { areaUnderCurve, rankScores } from './area-under-curve.js';

const area = (scores: number[], positive: number[]) => areaUnderCurve(rankScores(Float32Array.from(scores)), positive);

describe('rankScores', () => {
  it('gives equal scores one place', () => {
    const { places, distinct } = rankScores(Float32Array.of(0.5, -1, 0.5, 3));
    expect([...places]).toEqual([1, 0, 1, 2]);
    expect(distinct).toBe(3);
  });
});

describe('areaUnderCurve', () => {
  it('is 1 for a perfect order and 0 for its reverse', () => {
    expect(area([1, 2, 3, 4], [0, 0, 1, 1])).toBe(1);
    expect(area([4, 3, 2, 1], [0, 0, 1, 1])).toBe(0);
  });

  it('counts pairs: 3 of 4 in order', () => {
    // Positives score 2 and 4, negatives 1 and 3: only (2, 3) is in the wrong order.
    expect(area([1, 2, 3, 4], [0, 1, 0, 1])).toBe(0.75);
  });

  it('counts a tie as one half', () => {
    expect(area([7, 7, 7], [0, 1, 1])).toBe(0.5);
  });

  it('weights items as if they were repeated', () => {
    const scores = Float32Array.of(1, 2, 3);
    const weighted = areaUnderCurve(rankScores(scores), [0, 1, 0], (item) => [1, 2, 3][item]);
    expect(weighted).toBe(area([1, 2, 2, 3, 3, 3], [0, 1, 1, 0, 0, 0]));
  });

  it('is NaN where there is only one kind', () => {
    expect(area([1, 2], [1, 1])).toBeNaN();
  });
});
