import type { HostTensor, Runtime } from '@electra-ts/compiler';
import { fillUniform } from '@electra-ts/ops';
import { matMul, type Tensor2D } from '@tensorflow/tfjs-core';

/**
 * The fastest rate at which this runtime multiplies large matrices: what a step's rate is compared with. The inputs are
 * written once before: pages that were never written are all one page of zeros and read at another speed.
 *
 * @param options.size rows and columns of the square matrices, 2048 when absent
 * @param options.runs the best of so many is taken, 6 when absent
 * @returns floating-point operations a second, in units of 10^9
 */
export async function measurePeak(
  runtime: Runtime,
  options: { readonly size?: number; readonly runs?: number } = {},
): Promise<number> {
  const { size = 2048, runs = 6 } = options;
  const matrix = (site: number): HostTensor => {
    const data = new Float32Array(size * size);
    fillUniform(data, { seed: 1, step: 0, site });
    return { shape: [size, size], dtype: 'float32', data };
  };
  // One number leaves the step, so that copying a product is not part of what is timed.
  const step = runtime.prepare(
    ({ a, b }) => ({ corner: matMul(a as Tensor2D, b as Tensor2D).slice([0, 0], [1, 1]) }),
    { name: 'peak', variables: {} },
  );
  let best = Infinity;
  for (let run = 0; run <= runs; run++) {
    const feeds = { a: matrix(0), b: matrix(1) };
    const started = performance.now();
    await step.run(feeds);
    if (run > 0) best = Math.min(best, performance.now() - started);
  }
  await step.dispose();
  return (2 * size ** 3) / best / 1e6;
}

/** Matrices that take some 20 ms on the engines that compute slower than native code does. */
const smaller: Readonly<Record<string, { readonly size: number; readonly runs: number }>> = {
  wasm: { size: 512, runs: 3 },
  cpu: { size: 128, runs: 3 },
};

/**
 * As `measurePeak`, in a moment (0.2 s on two cores): with matrices of 1024 rows, or fewer on `wasm` and `cpu`. Some per
 * cent less than what larger ones reach; on a GPU, where copying them counts, much less.
 *
 * @returns floating-point operations a second, in units of 10^9
 */
export const quickPeak = (runtime: Runtime): Promise<number> => measurePeak(runtime, smaller[runtime.engine] ?? { size: 1024, runs: 4 });
