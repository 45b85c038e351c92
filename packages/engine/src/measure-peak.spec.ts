import type { Runtime } from '@electra-ts/compiler';
import { memory, type Tensor } from '@tensorflow/tfjs-core';
import { createRuntime } from './create-runtime.js';
import { measurePeak, quickPeak } from './measure-peak.js';

describe('measurePeak', () => {
  it('measures a rate that a processor can have and leaves nothing behind', async () => {
    const { runtime } = await createRuntime({ engine: 'onnxruntime', threads: 1 });
    const before = memory().numTensors;
    const peak = await measurePeak(runtime, { size: 256, runs: 2 });
    expect(peak).toBeGreaterThan(0.1);
    expect(peak).toBeLessThan(100_000);
    expect(memory().numTensors).toBe(before);
    await runtime.dispose();
  });

  it('takes the best of the runs and does not count the first, which also compiles', async () => {
    const milliseconds = [1, 40, 10, 20];
    let now = 0;
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => now);
    let runs = 0;
    let written: Float32Array[] = [];
    const prepare = (_: unknown, { variables }: { readonly variables: Readonly<Record<string, Tensor>> }) => {
      written = Object.values(variables).map((matrix) => matrix.dataSync<'float32'>());
      return { run: async () => { now += milliseconds[runs++]; }, dispose: async () => {} };
    };
    const peak = await measurePeak({ prepare } as unknown as Runtime, { size: 10, runs: 3 });
    clock.mockRestore();
    // Four products of 2 x 10^3 operations in 10 ms.
    expect(peak).toBeCloseTo(8000 / 10e-3 / 1e9, 12);
    expect(runs).toBe(4);
    for (const matrix of written) expect(new Set(matrix).size).toBeGreaterThan(90);
    expect(written).toHaveLength(2);
  });

  it('leaves nothing behind where a run fails', async () => {
    const before = memory().numTensors;
    const prepare = () => ({ run: () => Promise.reject(new Error('no memory')), dispose: async () => {} });
    await expect(measurePeak({ prepare } as unknown as Runtime, { size: 10, runs: 3 })).rejects.toThrow('no memory');
    expect(memory().numTensors).toBe(before);
  });
});

describe('quickPeak', () => {
  it.each(['onnxruntime', 'cpu', 'wasm'] as const)('takes a moment on %s', async (engine) => {
    const { runtime } = await createRuntime({ engine, threads: 1 });
    const started = performance.now();
    const peak = await quickPeak(runtime);
    // Much less on a machine that has nothing else to do.
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(peak).toBeGreaterThan(0.01);
    await runtime.dispose();
  }, 60_000);
});
