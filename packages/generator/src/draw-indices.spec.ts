import '@tensorflow/tfjs-backend-cpu';
import { findOpenVino, OnnxRuntime, OpenVinoRuntime, type Runtime } from '@electra-ts/compiler';
import { CounterRandom } from '@electra-ts/ops';
import { setBackend, tensor1d, tensor2d, type Tensor1D, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { drawIndices } from './draw-indices.js';

const draw = (weights: number[][], uniform: number[]): number[] =>
  tidy(() => [...drawIndices(tensor2d(weights), tensor1d(uniform)).dataSync()]);

/** Whole numbers, whose sums float32 has exactly, and 0 for a third of them. */
const weightsOf = (columns: number, seed: number): number[] =>
  Array.from({ length: columns }, (_, column) => Math.max(0, ((column * 7919 + seed * 104729) % 9) - 2) + (column === seed % columns ? 1 : 0));

/** The first column at which the running sum exceeds `target`. */
const expected = (weights: readonly number[], target: number): number => {
  let running = 0;
  return weights.findIndex((weight) => (running += weight) > target);
};

/** Up to 256 columns are one pass; 1000 are 250 groups, 1021 is prime, and of 30522 columns there are 6 groups of 5087, again a prime. */
const widths = [1, 2, 7, 256, 1000, 1021, 30_522];

describe('drawIndices', () => {
  beforeAll(() => setBackend('cpu'));

  it('takes the column in which the running sum passes the share that is asked for', () => {
    const row = [2, 0, 1, 5, 0];
    const shares = [0, 0.24, 0.25, 0.37, 0.38, 0.99];
    expect(draw(shares.map(() => row), shares)).toEqual([0, 0, 2, 2, 3, 3]);
  });

  it('does so in rows of any width', () => {
    fc.assert(
      fc.property(fc.constantFrom(...widths), fc.nat({ max: 50 }), fc.nat({ max: 1000 }), (columns, seed, mill) => {
        const weights = weightsOf(columns, seed);
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        // Half way between two whole numbers, so that no rounding decides.
        const target = Math.floor((mill / 1001) * total) + 0.5;
        expect(draw([weights], [target / total])).toEqual([expected(weights, target)]);
      }),
      { numRuns: 60 },
    );
  });

  it.each(widths)('never takes a column of weight 0, of %i', (columns) => {
    const alone = (at: number) => Array.from({ length: columns }, (_, column) => (column === at ? 0.3 : 0));
    const places = [...new Set([0, columns >> 1, columns - 1])];
    const largest = 1 - 2 ** -24;
    for (const at of places) expect(draw([alone(at), alone(at), alone(at)], [0, 0.5, largest])).toEqual([at, at, at]);
  });

  it('draws in proportion to the weights', () => {
    const rows = 20_000;
    const columns = 300;
    const weights = Array.from({ length: columns }, (_, column) => 1 + (column % 3));
    const uniform_R = new CounterRandom({ seed: 11, step: 0 }).uniform([rows]) as Tensor1D;
    const counts = new Array<number>(columns).fill(0);
    const weights_RC = tensor2d(Float32Array.from({ length: rows * columns }, (_, i) => weights[i % columns]), [rows, columns]);
    for (const column of drawIndices(weights_RC, uniform_R).dataSync()) counts[column]++;
    const chiSquared = counts.reduce((sum, count, column) => {
      const wanted = (rows * weights[column]) / (2 * columns);
      return sum + (count - wanted) ** 2 / wanted;
    }, 0);
    // With 299 degrees of freedom it exceeds 380 once in a thousand times.
    expect(chiSquared).toBeLessThan(380);
  });

  it.each(widths)('answers a column of the row where weights are no weights, of %i', (columns) => {
    const largest = 1 - 2 ** -24;
    for (const [common, other] of [[0, 0], [0, 1e-45], [1, Number.NaN], [1, Number.POSITIVE_INFINITY]] as const) {
      const row = Array.from({ length: columns }, (_, column) => (column === columns >> 1 ? other : common));
      for (const column of draw([row, row, row], [0, 0.5, largest])) {
        expect(column).toBeGreaterThanOrEqual(0);
        expect(column).toBeLessThan(columns);
      }
    }
  });

  const engines: [string, () => Promise<Runtime>][] = [
    ['onnxruntime', () => OnnxRuntime.create({ threads: 2 })],
    ...(findOpenVino() === undefined ? [] : [['openvino', () => OpenVinoRuntime.create({ threads: 2 })] as [string, () => Promise<Runtime>]]),
  ];
  if (engines.length === 1) it.skip('is compiled on openvino (skipped where OpenVINO is not installed)', () => undefined);
  it.each(engines)('is compiled on %s', async (_, create) => {
    const runtime = await create();
    try {
      for (const columns of widths) {
        const rows = [0, 1, 2, 3].map((seed) => weightsOf(columns, seed));
        const shares = rows.map((weights, row) => (Math.floor((row / 4) * weights.reduce((a, b) => a + b)) + 0.5) / weights.reduce((a, b) => a + b));
        const step = runtime.prepare(
          ({ weights, uniform }) => ({ drawn: drawIndices(weights as Tensor2D, uniform as Tensor1D) }),
          { name: `draw of ${columns}`, variables: {} },
        );
        const weights = { shape: [4, columns], dtype: 'float32', data: Float32Array.from(rows.flat()) } as const;
        const uniform = { shape: [4], dtype: 'float32', data: Float32Array.from(shares) } as const;
        const { drawn } = await step.run({ weights, uniform }, 0);
        expect([...drawn.data]).toEqual(draw(rows, shares));
        await step.dispose();
      }
    } finally {
      await runtime.dispose();
    }
  });
});
