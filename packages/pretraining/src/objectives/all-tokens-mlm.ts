import { allTokensLoss } from '@electra-ts/losses';
import { neg, reshape, type Tensor1D } from '@tensorflow/tfjs-core';
import { discriminatorLogits } from '../discriminator-logits.js';
import { discriminatorStates } from '../discriminator-states.js';
import { generate } from '../generate.js';
import { languageModelHead, languageModelTable } from '../language-model-head.js';
import type { LossFunction } from './objective.js';
import { weighLosses } from './weigh-losses.js';

// N = B*T tokens, D width

/**
 * All-Tokens MLM (paper, section 3.4): as Replace MLM, but every token's original is predicted, by a model that may
 * copy what it reads. The probability to copy is one minus the discriminator head's probability that a token was
 * replaced, so that a model trained this way detects replacements as any other discriminator does.
 */
export const allTokensMlm: LossFunction = (model, feeds, objective, random) => {
  const { generatorLoss, corrupted_N, original_N } = generate(model, feeds, objective, random);
  const states_ND = discriminatorStates(model, feeds, corrupted_N, random);
  const [table_VE, bias_V] = languageModelTable(model);
  const languageModelLoss = allTokensLoss(
    languageModelHead(model, states_ND),
    table_VE,
    bias_V,
    neg(discriminatorLogits(model, states_ND)),
    corrupted_N,
    original_N,
    reshape(feeds['attentionMask'], [-1]) as Tensor1D,
  );
  return weighLosses(feeds, objective, { generatorLoss, languageModelLoss });
};
