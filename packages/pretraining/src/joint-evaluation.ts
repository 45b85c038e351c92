import type { StepFunction } from '@electra-ts/compiler';
import { project, projectionCrossEntropy } from '@electra-ts/ops';
import { argMax, reshape, type Tensor1D } from '@tensorflow/tfjs-core';
import { corrupt } from './corrupt.js';
import { discriminatorLogits } from './discriminator-logits.js';
import { generatorHead, outputTable } from './generator-head.js';
import type { JointModel } from './joint-model.js';

// B batch, T tokens, N = B*T, M masked positions

/**
 * What both networks make of a held-out batch, without dropout and without changing anything. The feeds are those of
 * the joint step without the learning rate, and `fixedIds` int32 [B, T]: the same text with other replacements.
 *
 * @returns `nll` [M] and `predicted` int32 [M] of the generator; `liveLogits` [N] of the discriminator on the
 *   generator's samples, with `liveReplaced` [N], 1 or 0; `fixedLogits` [N] on `fixedIds`
 */
export function jointEvaluation(model: JointModel, options: { readonly temperature: number }): StepFunction {
  return (feeds, random) => {
    const head_ME = generatorHead(model, feeds, null);
    const [table_VE, bias_V] = outputTable(model);
    const { corrupted_N, replaced_N } = corrupt(model, feeds, head_ME, options.temperature, random);
    return {
      nll: projectionCrossEntropy(head_ME, table_VE, bias_V, feeds['labels'] as Tensor1D),
      predicted: argMax(project(head_ME, table_VE, bias_V), 1),
      liveLogits: discriminatorLogits(model, feeds, corrupted_N, null),
      liveReplaced: replaced_N,
      fixedLogits: discriminatorLogits(model, feeds, reshape(feeds['fixedIds'], [-1]) as Tensor1D, null),
    };
  };
}
