import { fillTruncatedNormal } from './fill-truncated-normal.js';
import { correlation, moments } from './statistics.fixture.js';

const draw = (length: number, seed: number, stddev = 1): Float32Array => {
  const out = new Float32Array(length);
  fillTruncatedNormal(out, { seed, step: 0, site: 0 }, stddev);
  return out;
};

describe('fillTruncatedNormal', () => {
  const sample = draw(100_000, 1);

  it('has the moments of a normal cut at two standard deviations', () => {
    const { mean, variance } = moments(sample);
    expect(Math.abs(mean)).toBeLessThan(0.012);
    // 1 - 2 * 2 * phi(2) / (1 - 2 * Phi(-2)), phi(2) = 0.05399, Phi(-2) = 0.02275
    expect(Math.abs(variance - 0.77374)).toBeLessThan(0.01);
  });

  it('has the shares of a normal cut at two standard deviations', () => {
    const within = (limit: number): number => sample.filter((x) => Math.abs(x) <= limit).length / sample.length;
    expect(within(2)).toBe(1);
    expect(Math.abs(within(1) - 0.682689 / 0.9545)).toBeLessThan(0.006);
    expect(Math.abs(within(0.5) - 0.382925 / 0.9545)).toBeLessThan(0.006);
  });

  it('scales with stddev', () => {
    const scaled = draw(8, 1, 0.02);
    expect([...scaled]).toEqual([...sample.subarray(0, 8)].map((x) => expect.closeTo(x * 0.02, 7)));
    expect([...draw(3, 1, 0)].map(Math.abs)).toEqual([0, 0, 0]);
  });

  it('differs between seeds', () => {
    expect(Math.abs(correlation(sample, draw(100_000, 2)))).toBeLessThan(0.015);
  });

  it('rejects a negative stddev', () => {
    expect(() => draw(1, 1, -1)).toThrow('expected stddev to be 0 or more, received -1');
  });
});
