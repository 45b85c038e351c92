import { correctiveLanguageModelLoss, replacedTokenLoss } from '@electra-ts/losses';
import { gather, neg, reshape, type Scalar, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import type { Corrupted } from '../corrupt.js';
import { discriminatorLogits } from '../discriminator-logits.js';
import type { JointModel } from '../joint-model.js';
import { languageModelHead, languageModelTable } from '../language-model-head.js';
import type { Feeds } from '../model-inputs.js';

// N = B*T tokens, M masked positions, D width

/** Losses of the detection and of the language model on the states of a corrupted batch. */
export function correctiveLosses(
  model: JointModel,
  feeds: Feeds,
  { corrupted_N, replaced_N }: Corrupted,
  states_ND: Tensor2D,
): { readonly discriminatorLoss: Scalar; readonly languageModelLoss: Scalar } {
  const logits_N = discriminatorLogits(model, states_ND);
  const positions_M = feeds['positions'] as Tensor1D;
  const [table_VE, bias_V] = languageModelTable(model);
  return {
    discriminatorLoss: replacedTokenLoss(logits_N, replaced_N, reshape(feeds['attentionMask'], [-1]) as Tensor1D),
    languageModelLoss: correctiveLanguageModelLoss(
      languageModelHead(model, gather(states_ND, positions_M)),
      table_VE,
      bias_V,
      neg(gather(logits_N, positions_M)),
      gather(corrupted_N, positions_M),
      feeds['labels'] as Tensor1D,
      feeds['weights'] as Tensor1D,
    ),
  };
}
