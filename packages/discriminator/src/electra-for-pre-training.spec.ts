import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@electra-ts/config';
import { electraConfig } from '@electra-ts/nn';
import { CounterRandom } from '@electra-ts/ops';
import '@tensorflow/tfjs-backend-cpu';
import { memory, ones, setBackend, tensor2d, zeros, type Tensor2D } from '@tensorflow/tfjs-core';
import { discriminatorShapes } from './discriminator-shapes.js';
import { ElectraForPreTraining } from './electra-for-pre-training.js';

const config = electraConfig({
  vocabSize: 7,
  embeddingSize: 4,
  hiddenSize: 8,
  numHiddenLayers: 1,
  numAttentionHeads: 2,
  intermediateSize: 8,
  maxPositionEmbeddings: 5,
});

describe('ElectraForPreTraining', () => {
  let folder: string;
  let model: ElectraForPreTraining;
  const inputs = (tokens = 3) => ({
    ids_BT: tensor2d(new Array<number>(2 * tokens).fill(5), [2, tokens], 'int32'),
    attentionMask_BT: ones([2, tokens]) as Tensor2D,
    types_BT: zeros([2, tokens], 'int32') as Tensor2D,
  });

  beforeEach(async () => {
    await setBackend('cpu');
    folder = await mkdtemp(join(tmpdir(), 'pre-training-'));
    model = ElectraForPreTraining.create(config, { seed: 2 });
  });

  afterEach(async () => {
    model.dispose();
    await rm(folder, { recursive: true });
  });

  it('saves and loads without a change', async () => {
    await model.savePretrained(folder);
    const json = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')) as { architectures: string[] };
    expect(json.architectures).toEqual(['ElectraForPreTraining']);
    const loaded = await ElectraForPreTraining.fromPretrained(folder);
    expect(Object.keys(loaded.parameters)).toEqual(Object.keys(discriminatorShapes(config)));
    const logits = loaded.logits(inputs(), null);
    expect(logits.shape).toEqual([2, 3]);
    expect(logits.dataSync()).toEqual(model.logits(inputs(), null).dataSync());
  });

  it('loads with more positions, for longer texts', async () => {
    await model.savePretrained(folder);
    const longer = await ElectraForPreTraining.fromPretrained(folder, { maxPositionEmbeddings: 9 });
    expect(longer.config.maxPositionEmbeddings).toBe(9);
    const name = 'electra.embeddings.position_embeddings.weight';
    const rows = (of: ElectraForPreTraining) => of.parameters[name].arraySync() as number[][];
    // Every second one is a stored one: five are spread over nine.
    expect(rows(longer).filter((_, i) => i % 2 === 0)).toEqual(rows(model));
    expect(longer.logits(inputs(9), null).shape).toEqual([2, 9]);
    longer.dispose();
  });

  it("loads a hub's model by its name", async () => {
    const commit = '0123456789abcdef0123456789abcdef01234567';
    const cache = join(folder, 'models--owner--name');
    await model.savePretrained(join(cache, 'snapshots', commit));
    await mkdir(join(cache, 'refs'));
    await writeFile(join(cache, 'refs', 'main'), commit);
    const unreachable = () => Promise.reject(new TypeError('fetch failed'));
    const hub = { cacheDir: folder, hubUrl: 'http://127.0.0.1:9', fetch: unreachable };
    const loaded = await ElectraForPreTraining.fromPretrained('owner/name', { hub });
    expect(loaded.logits(inputs(), null).dataSync()).toEqual(model.logits(inputs(), null).dataSync());
    await expect(ElectraForPreTraining.fromPretrained('owner/other', { hub })).rejects.toThrow(UserError);
  });

  it('drops out only where it is given random numbers, which fix the outcome', () => {
    const plain = model.logits(inputs(), null).dataSync();
    const random = () => new CounterRandom({ seed: 1, step: 1 });
    const dropped = model.logits(inputs(), random()).dataSync();
    expect(dropped).not.toEqual(plain);
    expect(model.logits(inputs(), random()).dataSync()).toEqual(dropped);
  });

  it('leaves one tensor, its result', () => {
    const batch = inputs();
    const before = memory().numTensors;
    model.logits(batch, null).dispose();
    expect(memory().numTensors).toBe(before);
  });

  it('refuses sequences that are longer than its positions', () => {
    expect(() => model.logits(inputs(6), null)).toThrow(UserError);
    expect(() => model.logits(inputs(6), null)).toThrow(/at most 5 tokens.*received 6 tokens/);
  });
});
