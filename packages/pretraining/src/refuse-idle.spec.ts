import { UserError } from '@electra-ts/config';
import { objectiveNames } from './objectives/objective.js';
import { pretrainingConfig } from './pretraining-config.js';
import { refuseIdle } from './refuse-idle.js';

const check = (objective: object) => refuseIdle(pretrainingConfig.parse({ objective, data: { path: 'shards' } }).objective);

describe('refuseIdle', () => {
  it.each(objectiveNames)('accepts %s with its defaults, written out or not', (name) => {
    const written = { generatorWeight: 1, discriminatorWeight: 50, languageModelWeight: 1, contrastiveWeight: 1, contrastiveTemperature: 1, temperature: 1, temperatureSteps: 10_000 };
    for (const settings of [{}, written]) expect(() => check({ name, ...settings })).not.toThrow();
  });

  it.each([
    [{ generatorWeight: 2, discriminatorWeight: 20, temperature: 2 }],
    [{ startTemperature: 2, temperatureSteps: 5 }],
    [{ name: 'mlm', generatorWeight: 2 }],
    [{ name: 'electra-mlm', languageModelWeight: 2, discriminatorWeight: 20 }],
    [{ name: 'all-tokens-mlm', languageModelWeight: 2 }],
    [{ name: 'coco-lm', contrastiveWeight: 2, contrastiveTemperature: 0.1 }],
    [{ name: 'fast-electra', discriminatorWeight: 20, startTemperature: 2, temperature: 0.5 }],
    [{ name: 'electric', sampler: 'unigram', discriminatorWeight: 20 }],
  ])('accepts %j', (objective) => {
    expect(() => check(objective)).not.toThrow();
  });

  it.each<[object, RegExp]>([
    [{ name: 'mlm', temperature: 2 }, /objective\.temperature has no effect on objective\.name mlm, which replaces no tokens/],
    [{ name: 'mlm', startTemperature: 2 }, /objective\.startTemperature .* mlm/],
    [{ name: 'mlm', discriminatorWeight: 20 }, /objective\.discriminatorWeight .* mlm, which has no such loss/],
    [{ name: 'mlm', languageModelWeight: 2 }, /objective\.languageModelWeight .* mlm/],
    [{ sampler: 'unigram', temperature: 2 }, /objective\.temperature .* objective\.sampler unigram/],
    [{ sampler: 'uniform', startTemperature: 2 }, /objective\.startTemperature .* objective\.sampler uniform/],
    [{ sampler: 'unigram', generatorWeight: 2 }, /objective\.generatorWeight has no effect/],
    [{ name: 'fast-electra', generatorWeight: 2 }, /objective\.generatorWeight .* fast-electra/],
    [{ frozenGenerator: true, generatorWeight: 2 }, /objective\.generatorWeight/],
    [{ name: 'all-tokens-mlm', discriminatorWeight: 20 }, /objective\.discriminatorWeight .* all-tokens-mlm/],
    [{ name: 'replace-mlm', discriminatorWeight: 20 }, /objective\.discriminatorWeight .* replace-mlm/],
    ...(['electra', 'electra-15', 'electric', 'fast-electra'] as const).map((name): [object, RegExp] => [{ name, languageModelWeight: 2 }, /objective\.languageModelWeight has no effect/]),
    [{ name: 'corrective-lm', contrastiveWeight: 2 }, /objective\.contrastiveWeight/],
    [{ name: 'corrective-lm', contrastiveTemperature: 2 }, /objective\.contrastiveTemperature .* compares no sequences/],
    [{ temperatureSteps: 5 }, /objective\.temperatureSteps .* without objective\.startTemperature/],
    [{ weightSchedules: { languageModelWeight: [{ step: 0, weight: 1 }] } }, /objective\.weightSchedules\.languageModelWeight/],
  ])('refuses %j', (objective, message) => {
    expect(() => check(objective)).toThrow(UserError);
    expect(() => check(objective)).toThrow(message);
  });
});
