import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseConfig, readConfigFile } from '@electra-ts/config';
import type { Manifest } from '@electra-ts/data';
import { discriminatorShapes } from '@electra-ts/discriminator';
import { encoderShapes, generatorConfig, parameterCount, presets } from '@electra-ts/nn';
import { ownGeneratorShapes } from './joint-shapes.js';
import { objectiveNames } from './objectives/objective.js';
import { pretrainingConfig } from './pretraining-config.js';
import { resolvePretraining } from './resolve-pretraining.js';

const folder = join(__dirname, '..', 'recipes');

/** Steps, batch, learning rate, tokens, share of masks; parameters of the encoder, the discriminator and both networks. */
const expected = {
  small: [1e6, 128, 5e-4, 128, 0.15, 13_483_008, 13_549_057, 14_196_219],
  base: [766_000, 256, 2e-4, 512, 0.15, 108_891_648, 109_483_009, 119_386_427],
  large: [400_000, 2048, 2e-4, 512, 0.25, 334_092_288, 335_142_913, 354_655_291],
};

async function load(name: string, more: { readonly generatorFrom?: string } = {}) {
  const recipe = (await readConfigFile(join(folder, `${name}.yaml`))) as { data?: object; model?: object };
  const whole = { ...recipe, data: { ...recipe.data, path: 'shards' }, model: { ...recipe.model, ...more } };
  return parseConfig(pretrainingConfig, whole, `${name}.yaml`);
}

const specialTokens = { pad: 0, unk: 100, cls: 101, sep: 102, mask: 103 };
const tokenizer = { fingerprint: 'f00d', vocabularySize: 30_522, specialTokens };
const split = { documents: 1, examples: 5, tokens: 50, droppedTokens: 0, files: [] };

/** Shards as `prepare` makes them for a recipe, as far as it is checked against them. */
const shards = (sequenceLength = 128): Manifest => ({
  version: 2,
  tokenizerFingerprint: tokenizer.fingerprint,
  vocabularySize: tokenizer.vocabularySize,
  specialTokens,
  sequenceLength,
  seed: 0,
  validationFraction: 0.1,
  sentenceUnit: 'line',
  overflow: 'carry',
  exampleMode: 'reference',
  validation: 'share',
  documents: 2,
  characters: 100,
  splits: { train: split, valid: split },
});

const recipesOf = async (of: string) =>
  (await readdir(of)).filter((file) => file.endsWith('.yaml')).map((file) => file.replace(/\.yaml$/, ''));

describe('recipes', () => {
  it('has one for each objective and way of sharing that is not the default, which loads', async () => {
    const variants = ['electric-unigram', 'electra-mlm-scheduled'];
    const names = await recipesOf(join(folder, 'objectives'));
    expect(names.sort()).toEqual(
      [...objectiveNames.filter((name) => name !== 'electra'), 'disallow-correct', 'gradient-disentangled', ...variants].sort(),
    );
    for (const name of names) {
      const { objective, model } = await load(`objectives/${name}`);
      if (name === 'gradient-disentangled') expect(model.sharing).toBe(name);
      else if (name === 'disallow-correct') expect(objective.disallowCorrect).toBe(true);
      else if (name === 'electra-mlm-scheduled') expect(objective.weightSchedules.discriminatorWeight).toHaveLength(2);
      else expect(objective.name).toBe(name.replace(/-unigram$/, ''));
    }
  });

  it('has none that a run would refuse', async () => {
    const names = [...(await recipesOf(folder)), ...(await recipesOf(join(folder, 'objectives'))).map((name) => `objectives/${name}`)];
    for (const name of names) {
      // The one that draws from a generator trained before has to be told which.
      const config = await load(name, name.endsWith('fast-electra') ? { generatorFrom: 'run' } : {});
      const { discriminator, generator } = resolvePretraining(config, [shards(config.data.sequenceLength)], tokenizer);
      expect({ name, sizes: [discriminator.vocabSize, generator.vocabSize] }).toEqual({ name, sizes: [30_522, 30_522] });
    }
    expect(() => resolvePretraining(pretrainingConfig.parse({ data: { path: 'x' }, objective: { name: 'fast-electra' } }), [shards()], tokenizer)).toThrow(/generatorFrom/);
  });

  it.each(['coco-lm', 'corrective-lm'])('%s has a generator of 2 layers as wide as the discriminator, without dropout', async (name) => {
    const { model } = await load(`objectives/${name}`);
    const { numHiddenLayers } = presets[model.preset].discriminator;
    expect(Math.round((model.generatorDepthFraction ?? 1) * numHiddenLayers)).toBe(2);
    const generator = { hiddenDropoutProb: 0, attentionProbsDropoutProb: 0 };
    expect(model).toMatchObject({ generatorWidthFraction: 1, sharing: 'word', generator });
  });

  it('has one for each preset, which loads', async () => {
    const names = await recipesOf(folder);
    expect(names.sort()).toEqual(Object.keys(presets).sort());
    for (const name of names) expect((await load(name)).model.preset).toBe(name);
  });

  it.each(Object.entries(expected))('%s is the paper\'s', async (name, numbers) => {
    const { model, training, data, objective } = await load(name);
    const { discriminator } = presets[model.preset];
    const generator = generatorConfig(presets[model.preset]);
    const own = parameterCount(discriminatorShapes(discriminator));
    expect([
      training.steps,
      training.batchSize,
      training.learningRate,
      data.sequenceLength,
      objective.maskProbability,
      parameterCount(encoderShapes(discriminator)),
      own,
      own + parameterCount(ownGeneratorShapes({ discriminator, generator })),
    ]).toEqual(numbers);
  });
});
