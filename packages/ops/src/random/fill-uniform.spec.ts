import { fillUniform } from './fill-uniform.js';
import { correlation, distance, moments } from './statistics.fixture.js';

const draw = (length: number, seed: number, step = 0, site = 0): Float32Array => {
  const out = new Float32Array(length);
  fillUniform(out, { seed, step, site });
  return out;
};

describe('fillUniform', () => {
  const sample = draw(100_000, 7);

  it('is uniform on [0, 1)', () => {
    const { mean, variance } = moments(sample);
    expect(Math.abs(mean - 1 / 2)).toBeLessThan(0.004);
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.002);
    expect(Math.min(...sample.subarray(0, 50_000))).toBeGreaterThanOrEqual(0);
    // 1.95 / sqrt(n) is the 0.1 % point of the Kolmogorov-Smirnov statistic.
    expect(distance(sample, (x) => x)).toBeLessThan(1.95 / Math.sqrt(sample.length));
  });

  it('has no correlation between neighbors, seeds, steps or sites', () => {
    const shifted = [sample.subarray(1), sample.subarray(4)];
    for (const other of [...shifted, draw(100_000, 8), draw(100_000, 7, 1), draw(100_000, 7, 0, 1)]) {
      expect(Math.abs(correlation(sample.subarray(0, other.length), other))).toBeLessThan(0.015);
    }
  });

  it('is a pure function of the key, whatever the length', () => {
    expect(draw(11, 3, 4, 5)).toEqual(draw(11, 3, 4, 5));
    expect(draw(5, 3)).toEqual(draw(11, 3).subarray(0, 5));
  });
});
