import type { HostTensor, Runtime } from '@electra-ts/compiler';
import { createRuntime } from '@electra-ts/engine';
import { memory } from '@tensorflow/tfjs-core';
import { measurePeak } from './measure-peak.js';

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
    const fed: HostTensor[] = [];
    const step = {
      async run({ a }: { readonly a: HostTensor }) {
        fed.push(a);
        now += milliseconds[fed.length - 1];
      },
      dispose: async () => {},
    };
    const peak = await measurePeak({ prepare: () => step } as unknown as Runtime, { size: 10, runs: 3 });
    clock.mockRestore();
    // 2 x 10^3 operations in 10 ms.
    expect(peak).toBeCloseTo(2000 / 10e-3 / 1e9, 12);
    expect(fed).toHaveLength(4);
    expect(fed[0].data.every((value) => value === 0)).toBe(false);
  });
});
