import { fillGumbel } from './fill-gumbel.js';
import { correlation, distance, moments } from './statistics.fixture.js';

const draw = (rows: number, columns: number, step = 0, site = 0): Float32Array => {
  const out = new Float32Array(rows * columns).fill(Number.NaN);
  fillGumbel(out, { seed: 1, step, site });
  return out;
};

describe('fillGumbel', () => {
  const columns = 1000;
  const noise = draw(200, columns);

  it('has the standard Gumbel distribution', () => {
    const { mean, variance } = moments(noise);
    expect(Math.abs(mean - 0.5772157)).toBeLessThan(0.012); // Euler's constant
    expect(Math.abs(variance - Math.PI ** 2 / 6)).toBeLessThan(0.03);
    expect(distance(noise, (x) => Math.exp(-Math.exp(-x)))).toBeLessThan(1.95 / Math.sqrt(noise.length));
  });

  it('has no correlation between columns, rows, steps or sites', () => {
    const others = [1, 2, columns, 2 * columns].map((lag) => noise.subarray(lag));
    for (const other of [...others, draw(200, columns, 1), draw(200, columns, 0, 1)]) {
      expect(Math.abs(correlation(noise.subarray(0, other.length), other))).toBeLessThan(0.012);
    }
  });

  it('samples from softmax by the largest of logits + noise', () => {
    const logits = [0, 1, 2, -1];
    const weights = logits.map(Math.exp);
    const total = weights.reduce((a, b) => a + b);
    const counts = [0, 0, 0, 0];
    const rows = 20_000;
    const sample = draw(rows, logits.length, 3);
    for (let row = 0; row < rows; row++) {
      const scores = logits.map((logit, i) => logit + sample[row * logits.length + i]);
      counts[scores.indexOf(Math.max(...scores))]++;
    }
    // Pearson's chi-squared with 3 degrees of freedom exceeds 16.3 once in a thousand.
    const expected = weights.map((weight) => (rows * weight) / total);
    const chiSquared = expected.reduce((sum, wanted, i) => sum + (counts[i] - wanted) ** 2 / wanted, 0);
    expect(chiSquared).toBeLessThan(16.3);
  });

  it('has no two equal rows among those of several steps', () => {
    const heads = [0, 1, 2].flatMap((step) => {
      const rows = draw(200, columns, step);
      return Array.from({ length: 200 }, (_, row) => String(rows.subarray(row * columns, row * columns + 3)));
    });
    expect(new Set(heads).size).toBe(heads.length);
  });

  it('is a pure function of the key', () => {
    expect(draw(200, columns)).toEqual(noise);
  });
});
