import { UserError } from '@electra-ts/config';
import { isGeneratorFrozen } from './objectives/objectives.js';
import type { PretrainingConfig } from './pretraining-config.js';

/**
 * Refuses keys of an objective that would contradict each other. Numbers that do nothing are `refuseIdle`'s.
 *
 * @throws UserError at the first that does
 */
export function checkObjective(config: PretrainingConfig): void {
  const { model, objective } = config;
  const { name, sampler, disallowCorrect } = objective;
  const refuse = (what: string, remedy: string) => {
    throw new UserError({ what, remedy });
  };
  if (name === 'mlm' && model.sharing !== undefined && model.sharing !== 'network') {
    refuse(`model.sharing cannot be ${model.sharing} with objective.name mlm, which trains one network`, 'Leave sharing out.');
  }
  checkFrozen(config, refuse);
  if (name === 'electric' && sampler === 'generator' && !model.twoTowerGenerator) {
    refuse(
      'objective.name electric has to know how likely every token is as a replacement, which a generator tells only at masked positions',
      'Set model.twoTowerGenerator to true, or objective.sampler to unigram or uniform.',
    );
  }
  if (model.twoTowerGenerator) checkTowers(config, refuse);
  if (name === 'mlm' && (sampler !== 'generator' || disallowCorrect)) {
    refuse('objective.name mlm replaces no tokens', 'Leave objective.sampler and objective.disallowCorrect out.');
  }
  if (sampler !== 'generator' && disallowCorrect) {
    refuse(`objective.disallowCorrect is for samples of the generator, not ${sampler} ones`, 'Leave one of the two out.');
  }
  if (sampler !== 'generator' && model.sharing === 'gradient-disentangled') {
    refuse(`gradient-disentangled embeddings need a generator that learns, not ${sampler} samples`, 'Choose another model.sharing.');
  }
}

/** Refuses a frozen generator that would not be one, and a trained generator that would not be drawn from. */
function checkFrozen({ model, objective }: PretrainingConfig, refuse: (what: string, remedy: string) => void): void {
  const { name, sampler, frozenGenerator } = objective;
  const { generatorFrom, sharing } = model;
  if (!isGeneratorFrozen(objective)) {
    if (generatorFrom === undefined) return;
    refuse(
      `objective.name ${name} trains its own generator`,
      'Leave model.generatorFrom out, or set objective.frozenGenerator to true to draw from that one as it is.',
    );
  }
  const asked = frozenGenerator ? 'objective.frozenGenerator' : `objective.name ${name}`;
  if (name === 'mlm') refuse(`${asked} leaves nothing to train with objective.name mlm, which trains the generator alone`, 'Leave it out.');
  if (sampler !== 'generator') refuse(`${asked} draws from its generator, not ${sampler} samples`, 'Leave objective.sampler out.');
  if (generatorFrom === undefined) {
    refuse(`${asked} draws from a generator that was trained before, and none is given`, 'Name its folder in model.generatorFrom.');
  }
  if (sharing === 'gradient-disentangled') {
    refuse(
      `model.sharing cannot be gradient-disentangled with ${asked}: it keeps the discriminator's gradient from embeddings that the generator's ` +
        'own loss trains, and a frozen generator has none',
      'Leave sharing out.',
    );
  }
  if (sharing !== undefined && sharing !== 'none') {
    refuse(
      `model.sharing cannot be ${sharing} with ${asked}: what a frozen generator shares with the discriminator would be trained`,
      'Leave sharing out.',
    );
  }
}

/** Refuses what a generator of two towers is not for. */
function checkTowers({ model, objective }: PretrainingConfig, refuse: (what: string, remedy: string) => void): void {
  const { name, sampler, disallowCorrect, temperature, startTemperature } = objective;
  if (name === 'mlm' || sampler !== 'generator') {
    const instead = sampler === 'generator' ? `objective.name ${name}` : `objective.sampler ${sampler}`;
    refuse(`model.twoTowerGenerator is for objectives that draw from a generator beside the discriminator, not ${instead}`, 'Leave it out.');
  }
  if (model.sharing === 'network' || model.sharing === 'gradient-disentangled') {
    refuse(`model.sharing cannot be ${model.sharing} with model.twoTowerGenerator, which has two encoders`, 'Choose all, word or none.');
  }
  if (name === 'electric' && (disallowCorrect || temperature !== 1 || startTemperature !== undefined)) {
    refuse(
      'objective.name electric has to know how likely every replacement was, which holds for samples at temperature 1 with no token left out',
      'Leave objective.temperature, startTemperature and disallowCorrect out.',
    );
  }
}
