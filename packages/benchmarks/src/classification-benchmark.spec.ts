import { createRuntime, type RunningEngine } from '@electra-ts/engine';
import { memory } from '@tensorflow/tfjs-core';
import { ClassificationBenchmark } from './classification-benchmark.js';

describe('ClassificationBenchmark', () => {
  let engine: RunningEngine;
  beforeAll(async () => (engine = await createRuntime({ engine: 'onnxruntime', threads: 1 })));
  afterAll(() => engine.runtime.dispose());

  it.each([true, false])('times real steps, training: %s', async (training) => {
    const before = memory().numTensors;
    const size = { preset: 'tiny', batchSize: 2, sequenceLength: 16 } as const;
    const benchmark = new ClassificationBenchmark(engine.runtime, { ...size, training });
    const { seconds, losses } = await benchmark.step();
    expect(seconds).toBeGreaterThan(0);
    if (training) {
      // Not far from a coin: the head starts with small weights.
      expect(losses['loss']).toBeLessThan(5);
      expect(losses['gradientNorm']).toBeGreaterThan(0);
    } else {
      expect(losses).toEqual({});
    }
    await benchmark.dispose();
    expect(memory().numTensors).toBe(before);
  }, 60_000);

  it('counts a training step as three forward passes', () => {
    const size = { preset: 'tiny', batchSize: 2, sequenceLength: 16 } as const;
    const [one, three] = [false, true].map((training) => new ClassificationBenchmark(engine.runtime, { ...size, training }));
    expect(three.flops).toBe(3 * one.flops);
    return Promise.all([one.dispose(), three.dispose()]);
  });
});
