import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { lastValueFrom } from 'rxjs';
import { describePretraining } from './describe-pretraining.js';
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

describe('runSizes', () => {
  let small: SmallRun;
  beforeAll(async () => {
    small = await SmallRun.create();
  });
  afterAll(() => small.remove());

  it.each<[string, { model?: object; objective?: object; training?: object }]>([
    ['electra', {}],
    ['averaged-coco-lm', { objective: { name: 'coco-lm' }, training: { ema: 0.9 } }],
    ['mlm', { objective: { name: 'mlm' } }],
    ['unigram', { objective: { sampler: 'unigram' }, training: { ema: 0.9 } }],
    ['disentangled', { model: { sharing: 'gradient-disentangled', generatorWidthFraction: 1 } }],
    ['electric', { model: { twoTowerGenerator: true }, objective: { name: 'electric' } }],
    ['frozen', { model: { generatorFrom: 'electra' }, objective: { frozenGenerator: true } }],
  ])('tells how large checkpoints get: %s', async (name, { model = {}, objective, training }) => {
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
});
