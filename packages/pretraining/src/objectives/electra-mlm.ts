import { maskedLanguageModelLoss, replacedTokenLoss } from '@electra-ts/losses';
import { gather, reshape, type Tensor1D } from '@tensorflow/tfjs-core';
import { discriminatorLogits } from '../discriminator-logits.js';
import { discriminatorStates } from '../discriminator-states.js';
import { generate } from '../generate.js';
import { languageModelHead, languageModelTable } from '../language-model-head.js';
import type { LossFunction } from './objective.js';
import { weighLosses } from './weigh-losses.js';

// N = B*T tokens, M masked positions, D width

/**
 * ELECTRA and Replace MLM at once (paper, sections 2 and 3.4): the discriminator says of every token whether it was
 * replaced, and at the masked positions what was there, without a means to copy. `discriminatorWeight` and
 * `languageModelWeight` say how much of each.
 */
export const electraMlm: LossFunction = (model, feeds, objective, random) => {
  const { generatorLoss, corrupted_N, replaced_N } = generate(model, feeds, objective, random);
  const states_ND = discriminatorStates(model, feeds, corrupted_N, random);
  const real_N = reshape(feeds['attentionMask'], [-1]) as Tensor1D;
  const [table_VE, bias_V] = languageModelTable(model);
  return weighLosses(feeds, objective, {
    generatorLoss,
    discriminatorLoss: replacedTokenLoss(discriminatorLogits(model, states_ND), replaced_N, real_N),
    languageModelLoss: maskedLanguageModelLoss(
      languageModelHead(model, gather(states_ND, feeds['positions'] as Tensor1D)),
      table_VE,
      bias_V,
      feeds['labels'] as Tensor1D,
      feeds['weights'] as Tensor1D,
    ),
  });
};
