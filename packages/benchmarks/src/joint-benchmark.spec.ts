import { createRuntime } from '@electra-ts/engine';
import { memory } from '@tensorflow/tfjs-core';
import { JointBenchmark } from './joint-benchmark.js';

describe('JointBenchmark', () => {
  it('times real steps of a preset', async () => {
    const { runtime } = await createRuntime({ engine: 'onnxruntime', threads: 1 });
    const before = memory().numTensors;
    const benchmark = new JointBenchmark(runtime, { preset: 'tiny', batchSize: 2, sequenceLength: 16 });
    const { seconds, losses } = await benchmark.step();
    expect(seconds).toBeGreaterThan(0);
    // Untrained, the generator is about as good as a uniform guess over 30,522 tokens, and the discriminator as a coin.
    expect(losses['generatorLoss']).toBeCloseTo(Math.log(30522), 0);
    expect(losses['discriminatorLoss']).toBeCloseTo(Math.LN2, 0);
    expect(benchmark.flops).toBeGreaterThan(1e7);
    await benchmark.dispose();
    expect(memory().numTensors).toBe(before);
    await runtime.dispose();
  }, 60_000);
});
