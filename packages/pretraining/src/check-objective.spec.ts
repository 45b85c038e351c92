import { UserError } from '@electra-ts/config';
import { checkObjective } from './check-objective.js';
import { pretrainingConfig } from './pretraining-config.js';

const check = (settings: { model?: object; objective?: object }) =>
  checkObjective(pretrainingConfig.parse({ ...settings, data: { path: 'shards' } }));

describe('checkObjective', () => {
  it.each([
    [{}],
    [{ model: { twoTowerGenerator: true }, objective: { name: 'electric' } }],
    [{ model: { generatorFrom: 'there' }, objective: { name: 'fast-electra' } }],
    [{ model: { generatorFrom: 'there', sharing: 'none' }, objective: { name: 'fast-electra', frozenGenerator: true } }],
    [{ model: { generatorFrom: 'there' }, objective: { name: 'coco-lm', frozenGenerator: true } }],
    [{ model: { generatorFrom: 'there', twoTowerGenerator: true }, objective: { name: 'electric', frozenGenerator: true } }],
    [{ objective: { name: 'electra-mlm', weightSchedules: { languageModelWeight: [{ step: 0, weight: 1 }] } } }],
  ])('accepts %j', (settings) => {
    expect(() => check(settings)).not.toThrow();
  });

  it.each<[string, Parameters<typeof check>[0], RegExp]>([
    ['two towers beside mlm', { model: { twoTowerGenerator: true }, objective: { name: 'mlm' } }, /not objective\.name mlm/],
    ['two towers that are not drawn from', { model: { twoTowerGenerator: true }, objective: { sampler: 'uniform' } }, /not objective\.sampler uniform/],
    ['two towers in one network', { model: { twoTowerGenerator: true, sharing: 'network' } }, /cannot be network with model\.twoTowerGenerator/],
    [
      'noise at another temperature than is known',
      { model: { twoTowerGenerator: true }, objective: { name: 'electric', temperature: 2 } },
      /at temperature 1/,
    ],
    ['sharing beside mlm', { model: { sharing: 'word' }, objective: { name: 'mlm' } }, /sharing cannot be word with objective\.name mlm/],
    ['samples beside mlm', { objective: { name: 'mlm', sampler: 'uniform' } }, /mlm replaces no tokens/],
    ['uniform samples that know the original', { objective: { sampler: 'uniform', disallowCorrect: true } }, /samples of the generator, not uniform/],
    [
      'a disentangled generator that does not learn',
      { model: { sharing: 'gradient-disentangled' }, objective: { sampler: 'unigram' } },
      /need a generator that learns, not unigram/,
    ],
    ['electric without known noise', { objective: { name: 'electric' } }, /how likely every token is.*twoTowerGenerator.*unigram or uniform/s],
    ['a frozen generator from nowhere', { objective: { name: 'fast-electra' } }, /fast-electra.*trained before.*model\.generatorFrom/s],
    ['a frozen generator of another objective from nowhere', { objective: { frozenGenerator: true } }, /frozenGenerator.*trained before.*model\.generatorFrom/s],
    ['a trained generator that is to be trained anew', { model: { generatorFrom: 'there' } }, /electra trains its own generator.*frozenGenerator to true/s],
    ['a frozen generator that is all there is', { model: { generatorFrom: 'there' }, objective: { name: 'mlm', frozenGenerator: true } }, /leaves nothing to train/],
    [
      'a frozen generator with shared embeddings',
      { model: { generatorFrom: 'there', sharing: 'all' }, objective: { name: 'fast-electra' } },
      /sharing cannot be all with objective\.name fast-electra: what a frozen generator shares/,
    ],
    [
      'a frozen generator whose embeddings are disentangled',
      { model: { generatorFrom: 'there', sharing: 'gradient-disentangled' }, objective: { frozenGenerator: true } },
      /gradient-disentangled with objective\.frozenGenerator: .*own loss trains, and a frozen generator has none/,
    ],
    [
      'a frozen generator that is not drawn from',
      { model: { generatorFrom: 'there' }, objective: { name: 'fast-electra', sampler: 'uniform' } },
      /draws from its generator, not uniform/,
    ],
  ])('refuses %s', (_, settings, message) => {
    expect(() => check(settings)).toThrow(UserError);
    expect(() => check(settings)).toThrow(message);
  });
});
