import { normalQuantile } from './normal-quantile.js';

describe('normalQuantile', () => {
  // Table values: Abramowitz and Stegun, Handbook of mathematical functions, table 26.5, and Phi(2).
  it.each([
    [0.5, 0],
    [0.75, 0.67448975],
    [0.9, 1.28155157],
    [0.975, 1.95996398],
    [0.97724986805182, 2],
    [0.999, 3.09023231],
  ])('of %p is %p', (p, value) => {
    expect(normalQuantile(p)).toBeCloseTo(value, 6);
    expect(normalQuantile(1 - p)).toBeCloseTo(-value, 6);
  });
});
