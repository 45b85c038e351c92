import { replacedTokenLoss } from '@electra-ts/losses';
import { reshape, type Tensor1D } from '@tensorflow/tfjs-core';
import { corrupt } from '../corrupt.js';
import { discriminatorLogits } from '../discriminator-logits.js';
import { discriminatorStates } from '../discriminator-states.js';
import { generatorHead } from '../generator-head.js';
import type { LossFunction } from './objective.js';
import { weighLosses } from './weigh-losses.js';

// N = B*T tokens, D width

/**
 * Fast-ELECTRA (Dong et al. 2023): the discriminator alone is trained, on samples of a generator that was trained before
 * (`model.generatorFrom`) and stays as it is. It computes without dropout and has no gradient. What joint training does
 * by a generator that improves, `objective.startTemperature` does: samples are easy to tell at first.
 */
export const fastElectra: LossFunction = (model, feeds, objective, random) => {
  const head_ME = generatorHead(model, feeds, null);
  const { corrupted_N, replaced_N } = corrupt(model, feeds, head_ME, objective, random);
  const states_ND = discriminatorStates(model, feeds, corrupted_N, random);
  const real_N = reshape(feeds['attentionMask'], [-1]) as Tensor1D;
  return weighLosses(feeds, objective, {
    discriminatorLoss: replacedTokenLoss(discriminatorLogits(model, states_ND), replaced_N, real_N),
  });
};
