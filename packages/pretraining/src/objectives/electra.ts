import { replacedTokenLoss } from '@electra-ts/losses';
import { reshape, type Tensor1D } from '@tensorflow/tfjs-core';
import { discriminatorLogits } from '../discriminator-logits.js';
import { discriminatorStates } from '../discriminator-states.js';
import { generate } from '../generate.js';
import type { LossFunction } from './objective.js';
import { weighLosses } from './weigh-losses.js';

// N = B*T tokens, D width

/**
 * ELECTRA (paper, section 2): the generator fills in the masked positions, samples from it replace the tokens there,
 * and the discriminator says of every token whether it was replaced.
 */
export const electra: LossFunction = (model, feeds, objective, random) => {
  const { generatorLoss, corrupted_N, replaced_N } = generate(model, feeds, objective, random);
  const states_ND = discriminatorStates(model, feeds, corrupted_N, random);
  const real_N = reshape(feeds['attentionMask'], [-1]) as Tensor1D;
  const discriminatorLoss = replacedTokenLoss(discriminatorLogits(model, states_ND), replaced_N, real_N);
  return weighLosses(feeds, objective, { generatorLoss, discriminatorLoss });
};
