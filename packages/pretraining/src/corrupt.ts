import { sampleReplacements } from '@electra-ts/generator';
import { project, type RandomSource, stopGradient } from '@electra-ts/ops';
import { cast, notEqual, reshape, type Scalar, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { outputTable } from './generator-head.js';
import type { JointModel } from './joint-model.js';
import type { Feeds } from './model-inputs.js';
import { placeTokens } from './place-tokens.js';

// N = B*T tokens, M masked positions, E embedding width, V vocabulary

/**
 * The batch with samples of the generator in the masked positions, and which tokens differ from the original. A sample
 * that happens to be the original counts as original (paper, section 2). No gradient flows through this.
 *
 * @returns `corrupted_N` int32, `replaced_N` float32, 1 or 0
 */
export function corrupt(
  model: JointModel,
  feeds: Feeds,
  head_ME: Tensor2D,
  temperature: number | Scalar,
  random: RandomSource,
) {
  const [table_VE, bias_V] = outputTable(model);
  const logits_MV = project(stopGradient(head_ME), stopGradient(table_VE), stopGradient(bias_V));
  const sampled_M = sampleReplacements(logits_MV, random.gumbel(logits_MV.shape), temperature);
  const place = (values_M: Tensor1D) =>
    placeTokens(
      reshape(feeds['ids'], [-1]) as Tensor1D,
      feeds['positions'] as Tensor1D,
      values_M,
      feeds['weights'] as Tensor1D,
    );
  const corrupted_N = place(sampled_M);
  const original_N = place(feeds['labels'] as Tensor1D);
  return { corrupted_N, replaced_N: cast(notEqual(corrupted_N, original_N), 'float32') as Tensor1D };
}
