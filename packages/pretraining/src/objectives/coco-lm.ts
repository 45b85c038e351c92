import { sentenceEmbeddings } from '@electra-ts/discriminator';
import { sequenceContrastiveLoss } from '@electra-ts/losses';
import { reshape, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { discriminatorStates } from '../discriminator-states.js';
import { generate } from '../generate.js';
import { correctiveLosses } from './corrective-losses.js';
import type { LossFunction } from './objective.js';
import { weighLosses } from './weigh-losses.js';

// B examples, N = B*T tokens, D width

/**
 * COCO-LM (Meng et al. 2021): corrective language modeling, and sequence contrastive learning, in which the corrupted
 * example and a crop of the original (the feeds `cropIds`, `cropTypes`, `cropMask`, see `cropFeeds`) are two views of one
 * text, to be known among those of the batch by the states at [CLS] (section 3.3). Microsoft's code (microsoft/COCO-LM,
 * `SCLHead`) compares them behind a dense layer, GELU and layer norm, of which the paper says nothing.
 */
export const cocoLm: LossFunction = (model, feeds, objective, random) => {
  const { generatorLoss, ...corrupted } = generate(model, feeds, objective, random);
  const states_ND = discriminatorStates(model, feeds, corrupted.corrupted_N, random);
  const crop = { ids: feeds['cropIds'], types: feeds['cropTypes'], attentionMask: feeds['cropMask'] };
  const cropStates_ND = discriminatorStates(model, crop, reshape(crop.ids, [-1]) as Tensor1D, random);
  const contrastiveLoss = sequenceContrastiveLoss(
    sentenceEmbeddings(states_ND, feeds['attentionMask'] as Tensor2D, 'cls'),
    sentenceEmbeddings(cropStates_ND, crop.attentionMask as Tensor2D, 'cls'),
    objective.contrastiveTemperature,
  );
  return weighLosses(feeds, objective, { generatorLoss, ...correctiveLosses(model, feeds, corrupted, states_ND), contrastiveLoss });
};
