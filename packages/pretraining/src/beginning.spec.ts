import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@electra-ts/config';
import { electraConfig, generatorConfig } from '@electra-ts/nn';
import { Tokenizer } from '@electra-ts/tokenizer';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { readBeginning } from './beginning.js';
import { JointModel } from './joint-model.js';

const discriminator = electraConfig({ vocabSize: 6, embeddingSize: 2, hiddenSize: 4, numHiddenLayers: 1, numAttentionHeads: 1, intermediateSize: 4 });
const networks = { discriminator, generator: generatorConfig({ discriminator, generatorFraction: 0.5 }) };
const tokenizer = Tokenizer.fromVocabulary(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a']);
const configuration = { data: { path: 'data' } };

describe('readBeginning', () => {
  let folder: string;

  beforeAll(async () => {
    await setBackend('cpu');
    folder = await mkdtemp(join(tmpdir(), 'beginning-'));
    const model = JointModel.create(networks, { seed: 1 });
    const values = Object.entries(model.variables).map(([name, { shape }]) => [name, { shape, data: model.variables[name].dataSync() as Float32Array }] as const);
    await model.save(folder, Object.fromEntries(values), tokenizer);
    model.dispose();
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('adds nothing to a configuration that begins anew', async () => {
    const { config, adopt } = await readBeginning(configuration, {});
    expect(config.model).toEqual({ preset: 'small', discriminator: {}, generator: {}, twoTowerGenerator: false });
    const model = JointModel.create(networks, { seed: 2 });
    expect(adopt(model, tokenizer)).toEqual([]);
    model.dispose();
  });

  it('takes sizes and weights of both networks', async () => {
    const { config, adopt } = await readBeginning(configuration, { from: folder });
    expect([config.model.discriminator.hiddenSize, config.model.generator.hiddenSize]).toEqual([4, 2]);
    const [model, same] = [2, 1].map((seed) => JointModel.create(networks, { seed }));
    expect(adopt(model, tokenizer)).toEqual([expect.stringContaining('the same vocabulary')]);
    const name = 'generator.generator_predictions.dense.weight';
    expect(model.variables[name].arraySync()).toEqual(same.variables[name].arraySync());
    for (const each of [model, same]) each.dispose();
  });

  it('leaves a generator out that cannot share a network, and says so', async () => {
    const { config, adopt } = await readBeginning({ ...configuration, objective: { name: 'mlm' } }, { from: folder });
    expect(config.model.generator).toEqual({});
    const model = JointModel.create({ discriminator, generator: discriminator, sharing: 'network' }, { seed: 2 });
    expect(adopt(model, tokenizer)[0]).toMatch(/generator of .* is left out/);
    model.dispose();
  });

  it('leaves a generator out where the new one has two towers', async () => {
    const { config, adopt } = await readBeginning({ ...configuration, model: { twoTowerGenerator: true } }, { from: folder });
    expect(config.model.generator).toEqual({});
    const model = JointModel.create({ ...networks, twoTowers: true }, { seed: 2 });
    expect(adopt(model, tokenizer)[0]).toMatch(/generator of .* is left out: one of them has two towers/);
    model.dispose();
  });

  it('takes both towers of a generator that has two', async () => {
    const layout = { ...networks, sharing: 'none', twoTowers: true } as const;
    const [source, model] = [1, 2].map((seed) => JointModel.create(layout, { seed }));
    const towers = join(folder, 'towers');
    const values = Object.entries(source.variables).map(([name, variable]) => [name, { shape: variable.shape, data: variable.dataSync() as Float32Array }] as const);
    await source.save(towers, Object.fromEntries(values), tokenizer);
    const { config, adopt } = await readBeginning({ ...configuration, model: { sharing: 'none', twoTowerGenerator: true } }, { from: towers });
    expect(config.model.generator.hiddenSize).toBe(2);
    expect(adopt(model, tokenizer)).toEqual([expect.stringContaining('the same vocabulary')]);
    for (const [name, variable] of Object.entries(model.variables)) expect([name, variable.arraySync()]).toEqual([name, source.variables[name].arraySync()]);
    // In another vocabulary, both towers keep the rows of the tokens that they know.
    const other = Tokenizer.fromVocabulary(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'b', 'a']);
    const wide = { ...discriminator, vocabSize: 7 };
    const second = JointModel.create({ ...layout, discriminator: wide, generator: { ...networks.generator, vocabSize: 7 } }, { seed: 2 });
    adopt(second, other);
    for (const tower of ['', 'right_to_left.']) {
      const [from, to] = [source, second].map(({ generator }) => generator.parameters[`${tower}electra.embeddings.word_embeddings.weight`].arraySync() as number[][]);
      expect(to[6]).toEqual(from[5]);
      expect(to[3]).toEqual(from[3]);
    }
    for (const each of [source, model, second]) each.dispose();
  });

  it('refuses to begin from elsewhere and to go on at once', async () => {
    await expect(readBeginning(configuration, { from: folder, resume: true })).rejects.toThrow(UserError);
    await expect(readBeginning(configuration, { from: folder, resume: true })).rejects.toThrow(/leave from out/);
  });
});
