import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ElectraForPreTraining } from '@electra-ts/discriminator';
import { ElectraForMaskedLM, ElectraTwoTowerGenerator } from '@electra-ts/generator';
import { electraConfig, generatorConfig } from '@electra-ts/nn';
import { Tokenizer } from '@electra-ts/tokenizer';
import '@tensorflow/tfjs-backend-cpu';
import { fill, memory, setBackend, tidy, type Variable } from '@tensorflow/tfjs-core';
import { computedParameters } from './computed-parameters.js';
import { JointModel } from './joint-model.js';

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'b'];
const discriminator = electraConfig({
  vocabSize: vocabulary.length,
  embeddingSize: 4,
  hiddenSize: 8,
  numHiddenLayers: 1,
  numAttentionHeads: 2,
  intermediateSize: 8,
  maxPositionEmbeddings: 6,
});
const config = { discriminator, generator: generatorConfig({ discriminator, generatorFraction: 0.5 }) };
const values = (variables: Readonly<Record<string, Variable>>) =>
  Object.fromEntries(
    Object.entries(variables).map(([name, variable]) => [
      name,
      { shape: variable.shape, data: variable.dataSync() as Float32Array },
    ]),
  );

describe('JointModel', () => {
  let folder: string;

  beforeEach(async () => {
    await setBackend('cpu');
    folder = await mkdtemp(join(tmpdir(), 'joint-model-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('can stand on other variables, shared ones in both networks, without copies', () => {
    const [model, other] = [1, 2].map((seed) => JointModel.create(config, { seed }));
    const embeddings = 'electra.embeddings.word_embeddings.weight';
    const before = memory().numTensors;
    const mixed = model.withVariables({ [`discriminator.${embeddings}`]: other.variables[`discriminator.${embeddings}`] });
    expect(memory().numTensors).toBe(before);
    expect(mixed.discriminator.parameters[embeddings]).toBe(other.discriminator.parameters[embeddings]);
    expect(mixed.generator.parameters[embeddings]).toBe(other.discriminator.parameters[embeddings]);
    expect(Object.keys(mixed.variables)).toEqual(Object.keys(model.variables));
    const exchanged = Object.keys(model.variables).filter((name) => mixed.variables[name] !== model.variables[name]);
    expect(exchanged).toEqual([`discriminator.${embeddings}`]);
    model.dispose();
    other.dispose();
  });

  it('ties the whole embedding scope, and nothing else', () => {
    const model = JointModel.create(config, { seed: 1 });
    const shared = Object.entries(model.generator.parameters).filter(
      ([name, parameter]) => model.discriminator.parameters[name] === parameter,
    );
    expect(shared.map(([name]) => name)).toEqual([
      'electra.embeddings.word_embeddings.weight',
      'electra.embeddings.position_embeddings.weight',
      'electra.embeddings.token_type_embeddings.weight',
      'electra.embeddings.LayerNorm.weight',
      'electra.embeddings.LayerNorm.bias',
    ]);
    const names = Object.keys(model.variables);
    expect(new Set(Object.values(model.variables)).size).toBe(names.length);
    expect(names).toContain('discriminator.electra.embeddings.word_embeddings.weight');
    expect(names).not.toContain('generator.electra.embeddings.word_embeddings.weight');
    expect(names).toContain('generator.generator_lm_head.bias');
    model.dispose();
  });

  it('starts the same from the same seed, generator and discriminator unlike', () => {
    const before = memory().numTensors;
    const [one, same, other] = [1, 1, 2].map((seed) => JointModel.create(config, { seed }));
    expect(values(same.variables)).toEqual(values(one.variables));
    expect(values(other.variables)).not.toEqual(values(one.variables));
    for (const model of [one, same, other]) model.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it('saves two models that load by themselves, and loads both again', async () => {
    const model = JointModel.create(config, { seed: 3 });
    await model.save(folder, values(model.variables), Tokenizer.fromVocabulary(vocabulary));
    for (const name of ['discriminator', 'generator']) {
      expect(await readdir(join(folder, name))).toEqual(
        expect.arrayContaining(['config.json', 'model.safetensors', 'tokenizer.json', 'vocab.txt']),
      );
    }
    const alone = {
      discriminator: await ElectraForPreTraining.fromPretrained(join(folder, 'discriminator')),
      generator: await ElectraForMaskedLM.fromPretrained(join(folder, 'generator')),
    };
    expect(values(alone.discriminator.parameters)).toEqual(values(model.discriminator.parameters));
    expect(values(alone.generator.parameters)).toEqual(values(model.generator.parameters));

    const again = await JointModel.load(folder);
    expect(values(again.variables)).toEqual(values(model.variables));
    expect(again.generator.config).toEqual(config.generator);
    const word = 'electra.embeddings.word_embeddings.weight';
    expect(again.generator.parameters[word]).toBe(again.discriminator.parameters[word]);
  });

  it.each([
    ['word', ['electra.embeddings.word_embeddings.weight']],
    ['none', []],
    ['gradient-disentangled', []],
  ] as const)('shares what %s sharing says, with a language model, and loads bit for bit', async (sharing, shared) => {
    const model = JointModel.create({ ...config, sharing, languageModel: true }, { seed: 4 });
    const { discriminator, generator, languageModel } = model;
    const common = Object.keys(generator.parameters).filter((name) => discriminator.parameters[name] === generator.parameters[name]);
    expect(common).toEqual(shared);
    expect(languageModel?.parameters['electra.embeddings.LayerNorm.bias']).toBe(discriminator.parameters['electra.embeddings.LayerNorm.bias']);
    // Sums with these cannot be taken apart again.
    const word = discriminator.parameters['electra.embeddings.word_embeddings.weight'];
    if (sharing === 'gradient-disentangled') tidy(() => word.assign(fill(word.shape, 1e-9 / 3)));
    await model.save(folder, values(model.variables), Tokenizer.fromVocabulary(vocabulary));
    const again = await JointModel.load(folder, { sharing, languageModel: true });
    expect(values(again.variables)).toEqual(values(model.variables));

    const alone = await ElectraForPreTraining.fromPretrained(join(folder, 'discriminator'));
    const name = 'electra.embeddings.word_embeddings.weight';
    const computed = tidy(() => [...computedParameters(model, discriminator)[name].dataSync()]);
    expect([...alone.parameters[name].dataSync()]).toEqual(computed);
    const masked = await ElectraForMaskedLM.fromPretrained(join(folder, 'language-model'));
    expect([...masked.parameters[name].dataSync()]).toEqual(computed);
    for (const each of [model, again, alone, masked]) each.dispose();
  });

  const words = 'electra.embeddings.word_embeddings.weight';
  it.each([
    ['all', [words, 'electra.embeddings.position_embeddings.weight', 'electra.embeddings.token_type_embeddings.weight', 'electra.embeddings.LayerNorm.weight', 'electra.embeddings.LayerNorm.bias']],
    ['word', [words]],
    ['none', []],
  ] as const)('shares with both towers of a generator what %s sharing says, and loads bit for bit', async (sharing, names) => {
    const layout = { sharing, twoTowers: true };
    const model = JointModel.create({ ...config, ...layout }, { seed: 4 });
    const { discriminator, generator } = model;
    const held = new Set(Object.values(discriminator.parameters));
    const shared = Object.keys(generator.parameters).filter((name) => held.has(generator.parameters[name]));
    expect(shared.sort()).toEqual(names.flatMap((name) => [name, `right_to_left.${name}`]).sort());
    for (const name of names) expect(generator.parameters[`right_to_left.${name}`]).toBe(discriminator.parameters[name]);
    await model.save(folder, values(model.variables), Tokenizer.fromVocabulary(vocabulary));
    const again = await JointModel.load(folder, layout);
    expect(values(again.variables)).toEqual(values(model.variables));
    const alone = await ElectraTwoTowerGenerator.fromPretrained(join(folder, 'generator'));
    expect(values(alone.parameters)).toEqual(values(generator.parameters));
    for (const each of [model, again, alone]) each.dispose();
  });

  it('is one encoder with two heads where the network is shared', async () => {
    const one = { discriminator, generator: discriminator, sharing: 'network' as const };
    const model = JointModel.create(one, { seed: 4 });
    const own = Object.keys(model.variables).filter((name) => name.startsWith('generator.'));
    expect(own.map((name) => name.split('.')[1])).toEqual(
      ['generator_predictions', 'generator_predictions', 'generator_predictions', 'generator_predictions', 'generator_lm_head'],
    );
    await model.save(folder, values(model.variables), Tokenizer.fromVocabulary(vocabulary));
    const again = await JointModel.load(folder, one);
    expect(values(again.variables)).toEqual(values(model.variables));
    for (const each of [model, again]) each.dispose();
  });
});
