import { maskedTokenDetectionLoss } from '@electra-ts/losses';
import type { Tensor1D } from '@tensorflow/tfjs-core';
import { discriminatorLogits } from '../discriminator-logits.js';
import { discriminatorStates } from '../discriminator-states.js';
import { generate } from '../generate.js';
import type { LossFunction } from './objective.js';
import { weighLosses } from './weigh-losses.js';

// D width

/**
 * ELECTRA 15 % (paper, section 3.4): as ELECTRA, but the discriminator learns from the masked positions only, which
 * shows what learning from every token is worth.
 */
export const electra15: LossFunction = (model, feeds, objective, random) => {
  const { generatorLoss, corrupted_N, replaced_N } = generate(model, feeds, objective, random);
  const states_ND = discriminatorStates(model, feeds, corrupted_N, random);
  const discriminatorLoss = maskedTokenDetectionLoss(
    discriminatorLogits(model, states_ND),
    replaced_N,
    feeds['positions'] as Tensor1D,
    feeds['weights'] as Tensor1D,
  );
  return weighLosses(feeds, objective, { generatorLoss, discriminatorLoss });
};
