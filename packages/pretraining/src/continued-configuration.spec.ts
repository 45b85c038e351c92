import { UserError } from '@electra-ts/config';
import { electraConfig, presets } from '@electra-ts/nn';
import { continuedConfiguration, resumedConfiguration } from './continued-configuration.js';
import { pretrainingConfig } from './pretraining-config.js';
import type { RunRecord } from './run-record.js';
import type { SourceModel } from './source-model.js';

const stored = (sizes: Parameters<typeof electraConfig>[0]) => ({ config: electraConfig(sizes), json: {}, weights: {}, where: 'there' });
const sizes = { vocabSize: 70, embeddingSize: 6, hiddenSize: 8, numHiddenLayers: 3, numAttentionHeads: 2, intermediateSize: 12 };
const source: SourceModel = {
  from: 'there',
  discriminator: stored(sizes),
  generator: stored({ ...sizes, hiddenSize: 4, numAttentionHeads: 1 }),
  notes: [],
};
const model = (given: object, takes = true, of = source) =>
  (continuedConfiguration({ seed: 4, model: given }, of, takes) as { model: Record<string, Record<string, unknown>> }).model;

describe('continuedConfiguration', () => {
  it('has the sizes of both networks, and not their vocabulary', () => {
    const { discriminator, generator } = model({});
    expect(discriminator).toMatchObject({ hiddenSize: 8, numHiddenLayers: 3, layerNormEps: 1e-12, maxPositionEmbeddings: 512 });
    expect(generator).toMatchObject({ hiddenSize: 4, numHiddenLayers: 3 });
    for (const each of [discriminator, generator]) {
      expect(each).not.toHaveProperty('vocabSize');
      expect(each).not.toHaveProperty('padTokenId');
    }
    expect(continuedConfiguration({ seed: 4 }, source, true)).toMatchObject({ seed: 4 });
  });

  it('lets dropout and positions be chosen, for both networks', () => {
    const { discriminator, generator } = model({ discriminator: { hiddenDropoutProb: 0, maxPositionEmbeddings: 1024, hiddenSize: 8 } });
    expect(discriminator).toMatchObject({ hiddenDropoutProb: 0, maxPositionEmbeddings: 1024 });
    expect(generator).toMatchObject({ hiddenDropoutProb: 0.1, maxPositionEmbeddings: 1024 });
  });

  it('names the preset of these sizes, by which a new generator is made', () => {
    const base = { ...source, discriminator: stored(presets.base.discriminator), generator: undefined };
    expect(model({}, false, base)).toMatchObject({ preset: 'base' });
    expect(model({}, false, base)).not.toHaveProperty('generator');
    expect(model({ generator: { hiddenSize: 4 } }, false)).toMatchObject({ generator: { hiddenSize: 4 } });
    expect(model({})).not.toHaveProperty('preset');
  });

  it('refuses sizes that are not the source\'s', () => {
    expect(() => model({ discriminator: { hiddenSize: 16 } })).toThrow(UserError);
    expect(() => model({ discriminator: { hiddenSize: 16 } })).toThrow(/discriminator.hiddenSize.*there.*8.*16/s);
    expect(() => model({ generator: { numHiddenLayers: 1 } })).toThrow(/generator.numHiddenLayers/);
    expect(() => model({ preset: 'small' })).toThrow(/other sizes than model.preset.*hiddenSize 8/s);
    const five = { numHiddenLayers: 3, hiddenSize: 8, numAttentionHeads: 2, embeddingSize: 6, intermediateSize: 12 };
    expect(model({ preset: 'small', discriminator: five })).toMatchObject({ preset: 'small', discriminator: five });
    // What no configuration has is left to the schema, which knows the names.
    expect(model({ discriminator: { hidenSize: 8 } })).toMatchObject({ discriminator: { hidenSize: 8 } });
  });
});

describe('resumedConfiguration', () => {
  const recorded = (model: object, from?: string) =>
    ({ from, configuration: pretrainingConfig.parse({ model, data: { path: 'd' } }) }) as Partial<RunRecord>;

  it('has the sizes that the run took from elsewhere, beside what is given', () => {
    const given = { model: { generatorFrom: 'g', generator: { hiddenDropoutProb: 0 } }, data: { path: 'd' } };
    const frozen = resumedConfiguration(given, recorded({ generatorFrom: 'g', discriminator: { hiddenSize: 8 }, generator: { hiddenSize: 4 } }));
    expect(frozen).toEqual({ ...given, model: { generatorFrom: 'g', generator: { hiddenSize: 4, hiddenDropoutProb: 0 } } });
    const continued = resumedConfiguration({}, recorded({ preset: 'mini', discriminator: { hiddenSize: 8 } }, 'there'));
    expect(continued).toEqual({ model: { preset: 'mini', discriminator: { hiddenSize: 8 }, generator: {} } });
  });

  it('is what is given where a run took none', () => {
    const given = { model: { preset: 'tiny' } };
    expect(resumedConfiguration(given, recorded({ discriminator: { hiddenSize: 8 } }))).toBe(given);
    expect(resumedConfiguration(given, null)).toBe(given);
  });
});
