import { join } from 'node:path';
import { readSafetensors, type StoredTensor } from '@electra-ts/checkpoint';
import { electraConfig, generatorConfig } from '@electra-ts/nn';
import type { RandomSource } from '@electra-ts/ops';
import { variableGradients } from '@electra-ts/optim';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { JointModel } from '../joint-model.js';
import { trainedVariables } from '../trained-variables.js';
import { electric } from './electric.js';
import { expectLosses, knownLosses } from './known-model.fixture.js';
import type { Objective } from './objective.js';

describe('electric', () => {
  it('judges every token by its energy and by how likely the noise is to make it', async () => {
    // All tokens alike: 3 * 1/7 * 15/85 = 9/119, so 9/128 for noise. Two were drawn from it, though one came out as it was.
    const more = { replacements: tensor1d([6, 0, 6, 0], 'int32'), logNoise: tensor1d(new Array<number>(7).fill(-Math.log(7))) };
    const discriminatorLoss = (2 * Math.log(128 / 9) + 4 * Math.log(128 / 119)) / 6;
    expectLosses(await knownLosses('electric', { more, weights: { sampler: 'uniform' } }), { discriminatorLoss });
  });
});

// The numbers come from tools/fixtures/electric.py: PyTorch in float64, written after the paper and the reference.
describe('electric as PyTorch computes it', () => {
  const discriminator = electraConfig({
    vocabSize: 20,
    embeddingSize: 6,
    hiddenSize: 8,
    numHiddenLayers: 2,
    numAttentionHeads: 2,
    intermediateSize: 16,
    maxPositionEmbeddings: 8,
    hiddenDropoutProb: 0,
    attentionProbsDropoutProb: 0,
  });
  const config = { discriminator, generator: generatorConfig({ discriminator, generatorFraction: 0.5 }), twoTowers: true };
  let stored: Record<string, StoredTensor>;
  let model: JointModel;
  const value = (name: string) => tensor(stored[name].data, [...stored[name].shape], stored[name].dtype as 'float32' | 'int32');

  beforeAll(async () => {
    await setBackend('cpu');
    stored = await readSafetensors(join(__dirname, '..', '..', 'fixtures', 'electric.safetensors'));
    model = JointModel.create(config, { seed: 1 });
    const known = Object.keys(stored).filter((name) => name.startsWith('initial.'));
    expect(known.map((name) => name.slice('initial.'.length)).sort()).toEqual(Object.keys(model.variables).sort());
    for (const [name, variable] of Object.entries(model.variables)) tidy(() => variable.assign(value(`initial.${name}`)));
  });
  afterAll(() => model.dispose());

  it.each([
    ['towers', 'generator', ['candidates'], ['generatorLoss', 'discriminatorLoss']],
    ['unigram', 'unigram', ['replacements', 'logNoise'], ['discriminatorLoss']],
  ] as const)('has its losses and gradients: noise of %s', (kind, sampler, further, losses) => {
    const objective: Objective = { discriminatorWeight: 1, generatorWeight: 1, temperature: 1, name: 'electric', sampler };
    tidy(() => {
      const names = ['ids', 'types', 'attentionMask', 'positions', 'labels', 'weights', ...further];
      const feeds = Object.fromEntries(names.map((name) => [name, value(name)]));
      const random: RandomSource = {
        uniform: () => value('uniform'),
        keepMask: () => {
          throw new Error('expected no dropout');
        },
      };
      const trained = trainedVariables(model, objective);
      const { gradients, results } = variableGradients(() => electric(model, feeds, objective, random), trained);
      expect(Object.keys(results)).toEqual(losses);
      for (const name of losses) expect(results[name].dataSync()[0] / stored[`${kind}.${name}`].data[0]).toBeCloseTo(1, 5);
      expect(Object.keys(gradients).sort()).toEqual(
        Object.keys(stored).flatMap((name) => (name.startsWith(`${kind}.gradient.`) ? [name.slice(kind.length + 10)] : [])).sort(),
      );
      for (const [name, gradient] of Object.entries(gradients)) {
        const expected = stored[`${kind}.gradient.${name}`].data;
        // A key's bias has no gradient: what float32 leaves of it is compared with the query's beside it.
        const scale = stored[`${kind}.gradient.${name.replace(/\.key\.bias$/, '.query.bias')}`].data;
        const largest = Math.max(...Array.from(scale, Math.abs));
        const computed = gradient.dataSync();
        const difference = Math.max(...Array.from(expected, (each, i) => Math.abs(each - computed[i])));
        expect([name, difference / largest < 1e-5]).toEqual([name, true]);
      }
    });
  });
});
