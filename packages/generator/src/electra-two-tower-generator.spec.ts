import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { electraConfig } from '@electra-ts/nn';
import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend, tensor2d, zeros, ones } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { ElectraForMaskedLM } from './electra-for-masked-lm.js';
import { ElectraTwoTowerGenerator } from './electra-two-tower-generator.js';

const config = electraConfig({ vocabSize: 9, embeddingSize: 4, hiddenSize: 4, numHiddenLayers: 1, numAttentionHeads: 1, intermediateSize: 8, maxPositionEmbeddings: 5, initializerRange: 0.5 });

describe('ElectraTwoTowerGenerator', () => {
  let folder: string;

  beforeAll(async () => {
    await setBackend('cpu');
    folder = await mkdtemp(join(tmpdir(), 'two-towers-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is saved and loaded with the same outputs, and leaves no tensor behind', async () => {
    const inputs = {
      ids_BT: tensor2d([[2, 5, 6, 3], [2, 7, 8, 3]], undefined, 'int32'),
      attentionMask_BT: ones([2, 4]) as Tensor2D,
      types_BT: zeros([2, 4], 'int32') as Tensor2D,
    };
    const before = memory().numTensors;
    const model = ElectraTwoTowerGenerator.create(config, { seed: 1 });
    await model.savePretrained(folder);
    const loaded = await ElectraTwoTowerGenerator.fromPretrained(folder);
    const [first, second] = [model, loaded].map((each) => each.logits(inputs, null));
    expect(first.shape).toEqual([2, 4, 9]);
    expect(second.dataSync()).toEqual(first.dataSync());
    for (const each of [model, loaded, first, second]) each.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it('starts both towers as the reference does', () => {
    const model = ElectraTwoTowerGenerator.create({ ...config, initializerRange: 0.01 }, { seed: 1 });
    for (const tower of ['', 'right_to_left.']) {
      const weights = model.parameters[`${tower}electra.encoder.layer.0.attention.self.query.weight`].dataSync();
      // A normal distribution that is cut at two standard deviations; Glorot's would reach 0.86.
      expect(Math.max(...weights.map(Math.abs))).toBeLessThanOrEqual(0.02);
    }
    model.dispose();
  });

  it('is no masked-language model', async () => {
    await expect(ElectraForMaskedLM.fromPretrained(folder)).rejects.toThrow(/not known: .*right_to_left|right_to_left/);
  });
});
