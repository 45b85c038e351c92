import { maskedLanguageModelLoss } from '@electra-ts/losses';
import { gather, type Tensor1D } from '@tensorflow/tfjs-core';
import { discriminatorStates } from '../discriminator-states.js';
import { generate } from '../generate.js';
import { languageModelHead, languageModelTable } from '../language-model-head.js';
import type { LossFunction } from './objective.js';
import { weighLosses } from './weigh-losses.js';

// M masked positions, D width, E embedding width

/**
 * Replace MLM (paper, section 3.4): as masked language modeling, but the masked positions show samples of a generator
 * in place of [MASK], so that pre-training sees no token that fine-tuning never will.
 */
export const replaceMlm: LossFunction = (model, feeds, objective, random) => {
  const { generatorLoss, corrupted_N } = generate(model, feeds, objective, random);
  const states_ND = discriminatorStates(model, feeds, corrupted_N, random);
  const head_ME = languageModelHead(model, gather(states_ND, feeds['positions'] as Tensor1D));
  const [table_VE, bias_V] = languageModelTable(model);
  const languageModelLoss = maskedLanguageModelLoss(
    head_ME,
    table_VE,
    bias_V,
    feeds['labels'] as Tensor1D,
    feeds['weights'] as Tensor1D,
  );
  return weighLosses(feeds, objective, { generatorLoss, languageModelLoss });
};
