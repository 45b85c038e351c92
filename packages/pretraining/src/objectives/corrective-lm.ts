import { discriminatorStates } from '../discriminator-states.js';
import { generate } from '../generate.js';
import { correctiveLosses } from './corrective-losses.js';
import type { LossFunction } from './objective.js';
import { weighLosses } from './weigh-losses.js';

// N = B*T tokens, D width

/**
 * Corrective language modeling (COCO-LM, Meng et al. 2021, section 3.2): the discriminator also says what the replaced
 * tokens were. It copies a token as far as it takes it for the original, so that the detection of replacements is what
 * decides about copying, for every token, and the language model is trained at the masked positions.
 * `discriminatorWeight` is the paper's weight of copying, 50.
 */
export const correctiveLm: LossFunction = (model, feeds, objective, random) => {
  const { generatorLoss, ...corrupted } = generate(model, feeds, objective, random);
  const states_ND = discriminatorStates(model, feeds, corrupted.corrupted_N, random);
  return weighLosses(feeds, objective, { generatorLoss, ...correctiveLosses(model, feeds, corrupted, states_ND) });
};
