import { parseConfig } from '@electra-ts/config';
import { pretrainingConfig } from './pretraining-config.js';

const parse = (value: unknown) => parseConfig(pretrainingConfig, value, 'run.yaml');

describe('pretrainingConfig', () => {
  it('fills in the official recipe', () => {
    const config = parse({ data: { path: 'shards' } });
    expect(config.objective).toEqual({
      name: 'electra',
      maskProbability: 0.15,
      maskShare: 0.85,
      randomShare: 0,
      discriminatorWeight: 50,
      generatorWeight: 1,
      languageModelWeight: 1,
      contrastiveWeight: 1,
      contrastiveTemperature: 1,
      weightSchedules: {},
      sampler: 'generator',
      disallowCorrect: false,
      frozenGenerator: false,
      temperature: 1,
      temperatureSteps: 10_000,
    });
    expect(config.optimizer).toMatchObject({ beta1: 0.9, beta2: 0.999, epsilon: 1e-6, biasCorrection: false });
    expect(config.training).toMatchObject({ steps: 1e6, batchSize: 128, learningRate: 5e-4 });
  });

  it('reads what a file with every section says', () => {
    const value = {
      seed: 7,
      model: { preset: 'tiny', discriminator: { numHiddenLayers: 2 }, generator: { hiddenSize: 32 } },
      data: { path: 'shards', sequenceLength: 64, masking: 'whole-word' },
      training: { steps: 5, maxTime: 60 },
      engine: { name: 'wasm', threads: 2 },
    };
    expect(parse(value)).toMatchObject(value);
  });

  it.each(['token', 'whole-word', 'span', 'reference'])('knows %s masking', (masking) => {
    expect(parse({ data: { path: 'x', masking } }).data.masking).toBe(masking);
  });

  it.each([
    [{ data: { path: 'x', masking: 'spam' } }, /data\.masking.*span/s],
    [{ data: { path: 'x' }, training: { learnigRate: 1 } }, /learningRate/],
    [{ data: { path: 'x' }, model: { preset: 'smal' } }, /model\.preset/],
    [{ data: { path: 'x' }, objective: { maskProbability: 1.5 } }, /maskProbability/],
    [{ data: { path: 'x' }, objective: { weightSchedules: { generatorWeight: [{ step: 5, weight: 1 }, { step: 5, weight: 0 }] } } }, /each step to be after/],
    [{}, /data/],
  ])('refuses %j', (value, message) => {
    expect(() => parse(value)).toThrow(message);
  });
});
