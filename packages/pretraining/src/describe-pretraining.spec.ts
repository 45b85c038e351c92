import { readdir } from 'node:fs/promises';
import '@tensorflow/tfjs-backend-cpu';
import { memory } from '@tensorflow/tfjs-core';
import { describePretraining, fitToBudget } from './describe-pretraining.js';
import { SmallRun } from './small-run.fixture.js';

describe('a run that has not begun', () => {
  let small: SmallRun;
  beforeAll(async () => {
    small = await SmallRun.create();
  });
  afterAll(() => small.remove());

  it('is told of without a step, and nothing is written', async () => {
    const before = await readdir(small.folder);
    const tell = async (training = {}) => {
      const { record, stateBytes, checkpointBytes, probe } = await describePretraining({ ...small.options(training), probe: 0 });
      expect(probe).toBeUndefined();
      return { record, copies: stateBytes / 4 / record.parameters.joint, checkpointBytes };
    };
    const plain = await tell();
    expect(plain.record.configuration.training).toMatchObject({ steps: 40, batchSize: 4 });
    expect(plain.record.tokensPerStep).toBe(64);
    // Parameters, two moments, gradients; beyond them sums of gradients, and averages, which are saved as well.
    expect(plain.copies).toBe(4);
    expect((await tell({ accumulate: 2, ema: 0.99 })).copies).toBe(6);
    expect(await readdir(small.folder)).toEqual(before);
  });

  it('is probed by real steps, and leaves no tensor', async () => {
    const before = memory().numTensors;
    const { probe } = await describePretraining({ ...small.options(), probe: 0.01 });
    expect(probe?.steps).toBe(2);
    // Evaluations after 15 and 30 steps and at the end.
    expect(probe?.expectedSeconds).toBeCloseTo(40 * (probe?.secondsPerStep ?? NaN) + 3 * (probe?.secondsPerEvaluation ?? NaN), 9);
    expect(memory().numTensors).toBe(before);
  });

  it('ends where it is told to, and leaves no tensor', async () => {
    const before = memory().numTensors;
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('enough')), 50);
    await expect(describePretraining({ ...small.options(), probe: 60, signal: controller.signal })).rejects.toThrow('enough');
    await expect(fitToBudget({ ...small.options(), signal: AbortSignal.abort(new Error('at once')) }, 10)).rejects.toThrow('at once');
    expect(memory().numTensors).toBe(before);
  });

  it('is fitted to a time, with a shorter warm-up; phases have steps of their own', async () => {
    const { configuration, estimate } = await fitToBudget(small.options(), 100);
    const { steps, warmupSteps } = (configuration as { training: { steps: number; warmupSteps: number } }).training;
    expect(steps * (estimate.probe?.secondsPerStep ?? NaN)).toBeLessThan(100);
    expect(steps).toBeGreaterThan(1);
    expect(warmupSteps).toBe(Math.min(20, Math.floor(steps / 10)));
    await expect(fitToBudget(small.options({}, small.phases), 3)).rejects.toThrow(/budget.*data\.phases.*2 phases/);
  });
});
