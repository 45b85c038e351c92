import { UserError } from '@electra-ts/config';
import { type WeightName, weightNames } from './objectives/objective.js';
import { isGeneratorFrozen, objectives } from './objectives/objectives.js';
import { type PretrainingConfig, pretrainingConfig } from './pretraining-config.js';

type ObjectiveConfig = PretrainingConfig['objective'];

const defaults: ObjectiveConfig = pretrainingConfig.shape.objective.parse(undefined);

/**
 * Refuses numbers of an objective that nothing would read: weights of losses that it does not have, and temperatures of what it
 * does not compute. Their defaults mean nothing there.
 *
 * @throws UserError at the first
 */
export function refuseIdle(objective: ObjectiveConfig): void {
  const isSet = (key: keyof ObjectiveConfig) => objective[key] !== defaults[key];
  refuseWeights(objective, isSet);
  const { name, sampler, startTemperature } = objective;
  const temperature = (['temperature', 'startTemperature', 'temperatureSteps'] as const).find(isSet);
  if (temperature !== undefined && name === 'mlm') refuse(temperature, 'objective.name mlm, which replaces no tokens');
  if (temperature !== undefined && sampler !== 'generator') refuse(temperature, `objective.sampler ${sampler}: it is of samples of the generator`);
  if (isSet('temperatureSteps') && startTemperature === undefined) refuse('temperatureSteps', 'a temperature that stays the same, without objective.startTemperature');
  if (isSet('contrastiveTemperature') && !objectives[name].crops) refuse('contrastiveTemperature', `objective.name ${name}, which compares no sequences`);
}

function refuseWeights(objective: ObjectiveConfig, isSet: (key: WeightName) => boolean): void {
  const { detects, languageModel, crops = false } = objectives[objective.name];
  const has: Readonly<Record<WeightName, boolean>> = {
    generatorWeight: objective.sampler === 'generator' && !isGeneratorFrozen(objective),
    // What detects in all-tokens-mlm is trained by its language model.
    discriminatorWeight: detects && objective.name !== 'all-tokens-mlm',
    languageModelWeight: languageModel,
    contrastiveWeight: crops,
  };
  for (const weight of weightNames.filter((each) => !has[each])) {
    const key = objective.weightSchedules[weight] !== undefined ? `weightSchedules.${weight}` : isSet(weight) ? weight : undefined;
    if (key !== undefined) refuse(key, `objective.name ${objective.name}, which has no such loss here`);
  }
}

function refuse(key: string, what: string): never {
  throw new UserError({ what: `objective.${key} has no effect on ${what}`, remedy: 'Leave it out.' });
}
