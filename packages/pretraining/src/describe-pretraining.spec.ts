import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { memory } from '@tensorflow/tfjs-core';
import { describePretraining, fitToBudget } from './describe-pretraining.js';
import { lastValueFrom } from 'rxjs';
import { pretrain } from './pretrain.js';
import { SmallRun } from './small-run.fixture.js';

/** Bytes of all tensors in the files under a folder. */
async function tensorBytes(folder: string): Promise<number> {
  const files = await readdir(folder, { recursive: true });
  const sizes = files.filter((name) => name.endsWith('.safetensors')).map(async (name) => {
    const file = await readFile(join(folder, name));
    return file.length - 8 - Number(file.readBigUInt64LE());
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

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

  it.each<[string, { model?: object; objective?: object; training?: object }]>([
    ['electra', {}],
    ['averaged-coco-lm', { objective: { name: 'coco-lm' }, training: { ema: 0.9 } }],
    ['mlm', { objective: { name: 'mlm' } }],
    ['unigram', { objective: { sampler: 'unigram' }, training: { ema: 0.9 } }],
    ['disentangled', { model: { sharing: 'gradient-disentangled', generatorWidthFraction: 1 } }],
    ['electric', { model: { twoTowerGenerator: true }, objective: { name: 'electric' } }],
    ['frozen', { model: { generatorFrom: 'electra' }, objective: { frozenGenerator: true } }],
  ])('is told how large its checkpoints get: %s', async (name, { model = {}, objective, training }) => {
    const { configuration, tokenizer } = small.options({ ...training, steps: 1, warmupSteps: 0 });
    const generator = 'generatorFrom' in model ? { generatorFrom: small.at('electra') } : {};
    const options = { tokenizer, configuration: { ...configuration, objective, model: { ...configuration.model, ...model, ...generator } } };
    const { checkpointBytes, stateBytes, record } = await describePretraining({ ...options, probe: 0 });
    await lastValueFrom(pretrain({ ...options, out: small.at(name) }));
    const checkpoint = join(small.at(name), 'checkpoint-000001');
    expect(checkpointBytes).toBe(await tensorBytes(checkpoint));
    // Moments are of what is trained alone, and so are gradients and averages, each half as large as the two moments.
    const moments = await readFile(join(checkpoint, 'optimizer.safetensors'));
    const trained = (moments.length - 8 - Number(moments.readBigUInt64LE())) / 2;
    const copies = training === undefined ? 3 : 4;
    expect(stateBytes).toBe(4 * record.parameters.joint + copies * trained);
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
