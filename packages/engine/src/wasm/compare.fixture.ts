import '@electra-ts/ops';
import { setBackend, tensor, tidy, util, type Tensor } from '@tensorflow/tfjs-core';
import { fillUniform } from '@electra-ts/ops/random';
import { quietCpuBackend } from '../quiet-cpu-backend.js';
import { startWasm } from './start-wasm.js';

/** Numbers in [-1, 1), always the same for one `site`. */
export function numbers(shape: readonly number[], site: number): Float32Array {
  const values = new Float32Array(util.sizeFromShape([...shape]));
  fillUniform(values, { seed: 1, step: 0, site });
  return values.map((value) => 2 * value - 1);
}

/** A float32 tensor of `numbers`. */
export function sample<T extends Tensor>(shape: readonly number[], site = 0): T {
  return tensor(numbers(shape, site), [...shape]) as T;
}

/** Runs `compute` on the CPU backend and on wasm, leaves wasm active and expects equal results. */
export async function expectSameOnWasm(compute: () => Tensor | Tensor[], digits = 5): Promise<void> {
  const results: { shapes: number[][]; values: number[] }[] = [];
  quietCpuBackend();
  for (const start of [() => setBackend('cpu'), startWasm]) {
    await start();
    tidy(() => {
      const tensors = [compute()].flat();
      results.push({ shapes: tensors.map((t) => t.shape), values: tensors.flatMap((t) => [...t.dataSync()]) });
    });
  }
  const [cpu, wasm] = results;
  expect(wasm.shapes).toEqual(cpu.shapes);
  const largest = Math.max(...cpu.values.map((value, i) => Math.abs(value - wasm.values[i])));
  expect(largest).toBeLessThan(10 ** -digits);
}
