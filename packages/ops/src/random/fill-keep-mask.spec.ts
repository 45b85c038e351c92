import { fillKeepMask } from './fill-keep-mask.js';
import { BLOCK_SIZE } from './noise-pool.js';
import { correlation, moments } from './statistics.fixture.js';

const draw = (length: number, key: Partial<{ seed: number; step: number; site: number }>, rate = 0.1): Float32Array => {
  const out = new Float32Array(length).fill(Number.NaN);
  fillKeepMask(out, { seed: 1, step: 0, site: 0, ...key }, rate);
  return out;
};

describe('fillKeepMask', () => {
  const size = 2 ** 18;
  const mask = draw(size, {});

  it('holds 0 and 1 / (1 - rate), with mean 1', () => {
    expect(new Set(mask)).toEqual(new Set([0, Math.fround(1 / 0.9)]));
    for (const rate of [0.1, 0.25]) {
      // Blocks are drawn with replacement from the pool, so the standard error is that of independent elements.
      const standardError = Math.sqrt(rate / (1 - rate) / size);
      expect(Math.abs(moments(draw(size, {}, rate)).mean - 1)).toBeLessThan(4 * standardError);
    }
  });

  it('has the mean of its rate over many steps, for each element', () => {
    const steps = 4000;
    const sums = new Float64Array(8);
    for (let step = 0; step < steps; step++) {
      draw(sums.length, { step }).forEach((value, i) => (sums[i] += value));
    }
    const standardError = Math.sqrt(0.1 / 0.9 / steps);
    for (const total of sums) {
      expect(Math.abs(total / steps - 1)).toBeLessThan(4 * standardError);
    }
  });

  it('has no correlation between neighbors, blocks, seeds, steps or sites', () => {
    const lags = [1, 2, 3, 64, 128, 1000, BLOCK_SIZE, 2 * BLOCK_SIZE].map((lag) => mask.subarray(lag));
    for (const other of [...lags, draw(size, { seed: 2 }), draw(size, { step: 1 }), draw(size, { site: 1 })]) {
      expect(Math.abs(correlation(mask.subarray(0, other.length), other))).toBeLessThan(0.012);
    }
  });

  it('spreads the dropped elements over the blocks as independent draws would', () => {
    const group = (i: number): Float32Array => mask.subarray(i * 256, (i + 1) * 256);
    const dropped = (i: number): number => group(i).filter((x) => x === 0).length;
    const sums = Float32Array.from({ length: size / 256 }, (_, i) => dropped(i));
    // Binomial(256, 0.1): mean 25.6, variance 23.04; the variance's standard error over 1024 groups is 4.4 %.
    const { mean, variance } = moments(sums);
    expect(Math.abs(mean - 25.6)).toBeLessThan(0.6);
    expect(Math.abs(variance / 23.04 - 1)).toBeLessThan(0.18);
  });

  it('is a pure function of the key', () => {
    const key = { seed: 5, step: 6, site: 7 };
    const first = draw(10_000, key);
    draw(10, { seed: 6 }, 0.5);
    expect(draw(10_000, key)).toEqual(first);
    expect(draw(10_000, { ...key, site: 8 })).not.toEqual(first);
  });

  it('is all ones at rate 0 and fills an empty array', () => {
    expect(draw(3, {}, 0)).toEqual(Float32Array.of(1, 1, 1));
    expect(draw(0, {})).toHaveLength(0);
  });

  it.each([1, -0.1, Number.NaN])('rejects rate %p', (rate) => {
    expect(() => draw(1, {}, rate)).toThrow(`expected dropRate in [0, 1), received ${rate}`);
  });
});
