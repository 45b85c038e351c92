import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { electraConfig, writePretrained } from '@electra-ts/nn';
import { CounterRandom } from '@electra-ts/ops';
import '@tensorflow/tfjs-backend-cpu';
import { memory, ones, setBackend, tensor2d, zeros, type Tensor2D } from '@tensorflow/tfjs-core';
import { ElectraForMaskedLM } from './electra-for-masked-lm.js';
import { generatorShapes } from './generator-shapes.js';

const config = electraConfig({
  vocabSize: 7,
  embeddingSize: 4,
  hiddenSize: 8,
  numHiddenLayers: 1,
  numAttentionHeads: 2,
  intermediateSize: 8,
  maxPositionEmbeddings: 5,
});

describe('ElectraForMaskedLM', () => {
  let folder: string;
  let model: ElectraForMaskedLM;
  const inputs = () => ({
    ids_BT: tensor2d([[2, 5, 3], [2, 6, 3]], undefined, 'int32'),
    attentionMask_BT: ones([2, 3]) as Tensor2D,
    types_BT: zeros([2, 3], 'int32') as Tensor2D,
  });

  beforeEach(async () => {
    await setBackend('cpu');
    folder = await mkdtemp(join(tmpdir(), 'masked-lm-'));
    model = ElectraForMaskedLM.create(config, { seed: 2 });
  });

  afterEach(async () => {
    model.dispose();
    await rm(folder, { recursive: true });
  });

  it('saves and loads without a change', async () => {
    await model.savePretrained(folder);
    const json = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')) as { architectures: string[] };
    expect(json.architectures).toEqual(['ElectraForMaskedLM']);
    const loaded = await ElectraForMaskedLM.fromPretrained(folder);
    expect(loaded.config).toEqual(config);
    expect(Object.keys(loaded.parameters)).toEqual(Object.keys(generatorShapes(config)));
    const logits = loaded.logits(inputs(), null);
    expect(logits.shape).toEqual([2, 3, 7]);
    expect(logits.dataSync()).toEqual(model.logits(inputs(), null).dataSync());
  });

  it('takes its output table from the word embeddings', () => {
    const name = 'electra.embeddings.word_embeddings.weight';
    const before = model.logits(inputs(), null).arraySync();
    const words = model.parameters[name].arraySync() as number[][];
    // Token 4 is in no input: changing its embedding changes its own logits and nothing else.
    words[4][0] += 1;
    model.parameters[name].assign(tensor2d(words));
    const after = model.logits(inputs(), null).arraySync();
    const changed = after.flatMap((row, b) =>
      row.flatMap((logits, t) => logits.flatMap((logit, v) => (logit === before[b][t][v] ? [] : [v]))),
    );
    expect(changed).toEqual([4, 4, 4, 4, 4, 4]);
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

  it('does not load a model without a generator head', async () => {
    const entries = Object.entries(model.parameters).filter(([name]) => name.startsWith('electra.'));
    const values = entries.map(([name, { shape, size }]) => [name, { shape, data: new Float32Array(size) }]);
    await writePretrained(folder, { config, architecture: 'ElectraModel', values: Object.fromEntries(values) });
    const missing = /5 missing: generator_predictions\.dense\.weight,.*generator_lm_head\.bias/;
    await expect(ElectraForMaskedLM.fromPretrained(folder)).rejects.toThrow(missing);
  });
});
