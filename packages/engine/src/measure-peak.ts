import type { Runtime } from '@electra-ts/compiler';
import { fillUniform } from '@electra-ts/ops';
import { dispose, matMul, type Tensor2D, tensor2d, variable, type Variable } from '@tensorflow/tfjs-core';

/** Name of the step that multiplies, by which its profile is known. */
export const PEAK_STEP = 'peak';

/** Products in one step, each of the one before: so that starting a step weighs little. */
const PRODUCTS = 4;

/** Matrices that take some 20 ms on the engines that compute slower than native code does. */
const smaller: Readonly<Record<string, { readonly size: number; readonly runs: number }>> = {
  wasm: { size: 512, runs: 3 },
  cpu: { size: 128, runs: 3 },
};

/**
 * The fastest rate at which this runtime multiplies large matrices: what a step's rate is compared with. The matrices are
 * variables, which stay with the engine, and one number leaves the step, so that no copy is part of what is timed.
 *
 * @param options.size rows and columns of the square matrices, 2048 when absent, fewer on `wasm` and `cpu`
 * @param options.runs the best of so many is taken, 6 when absent, fewer there
 * @returns floating-point operations a second, in units of 10^9
 */
export async function measurePeak(
  runtime: Runtime,
  options: { readonly size?: number; readonly runs?: number } = {},
): Promise<number> {
  const usual = smaller[runtime.engine] ?? { size: 2048, runs: 6 };
  const { size = usual.size, runs = usual.runs } = options;
  const variables = { a: randomMatrix(size, 0), b: randomMatrix(size, 1) };
  const step = runtime.prepare(
    () => {
      let product: Tensor2D = variables.a;
      for (let count = 0; count < PRODUCTS; count++) product = matMul(product, variables.b);
      return { corner: product.slice([0, 0], [1, 1]) };
    },
    { name: PEAK_STEP, variables },
  );
  let best = Infinity;
  try {
    for (let run = 0; run <= runs; run++) {
      const started = performance.now();
      await step.run({});
      if (run > 0) best = Math.min(best, performance.now() - started);
    }
  } finally {
    await step.dispose();
    dispose(variables);
  }
  return (PRODUCTS * 2 * size ** 3) / best / 1e6;
}

/** Written in full: pages that never were are all one page of zeros, and are read at another speed. Rows add up to about 1. */
function randomMatrix(size: number, site: number): Variable<Tensor2D['rankType']> {
  const data = new Float32Array(size * size);
  fillUniform(data, { seed: 1, step: 0, site });
  const matrix = tensor2d(data.map((value) => (2 * value) / size), [size, size]);
  const held = variable(matrix);
  matrix.dispose();
  return held;
}

/**
 * As `measurePeak`, in a moment (0.2 s on two cores): with matrices of 1024 rows where those have 2048. Some per
 * cent less than what larger ones reach.
 *
 * @returns floating-point operations a second, in units of 10^9
 */
export const quickPeak = (runtime: Runtime): Promise<number> => measurePeak(runtime, smaller[runtime.engine] ?? { size: 1024, runs: 4 });
