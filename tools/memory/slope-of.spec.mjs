import { slopeOf } from './slope-of.mjs';

describe('slopeOf', () => {
  it('is that of points on a line', () => {
    expect(slopeOf([[0, 5], [10, 25], [20, 45]])).toBeCloseTo(2);
  });

  it('is that of the line of least squares through others', () => {
    // By hand: the means are 2 and 4/3; (-1)(-4/3) + 0 (2/3) + 1 (2/3) = 2, divided by (-1)^2 + 0 + 1^2 = 2.
    expect(slopeOf([[1, 0], [2, 2], [3, 2]])).toBeCloseTo(1);
  });
});
