import { sampleReplacements } from '@electra-ts/generator';
import { project, type RandomSource, stopGradient } from '@electra-ts/ops';
import { cast, notEqual, type Scalar, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { outputTable } from './generator-head.js';
import type { JointModel } from './joint-model.js';
import type { Feeds } from './model-inputs.js';
import type { Objective } from './objectives/objective.js';
import { originalTokens, withTokens } from './original-tokens.js';

// N = B*T tokens, M masked positions, E embedding width, V vocabulary

/** A batch with some tokens replaced; nothing of it has a gradient. */
// A type and not an interface, because only types may be returned from `tidy`.
export type Corrupted = {
  /** int32 */
  readonly corrupted_N: Tensor1D;
  /** int32, the text as it was */
  readonly original_N: Tensor1D;
  /** float32, 1 where the two differ: a replacement that happens to be the original is original (paper, section 2) */
  readonly replaced_N: Tensor1D;
};

/** The batch with samples of the generator in the masked positions. */
export function corrupt(
  model: JointModel,
  feeds: Feeds,
  head_ME: Tensor2D,
  { temperature, disallowCorrect = false }: Pick<Objective, 'temperature' | 'disallowCorrect'>,
  random: RandomSource,
): Corrupted {
  const [table_VE, bias_V] = outputTable(model);
  const logits_MV = project(stopGradient(head_ME), stopGradient(table_VE), stopGradient(bias_V));
  // A step may be fed with another temperature than its objective's.
  const fed = feeds['temperature'] as Scalar | undefined;
  const disallowed_M = disallowCorrect ? (feeds['labels'] as Tensor1D) : undefined;
  const uniform_M = random.uniform([logits_MV.shape[0]]) as Tensor1D;
  return replaceBy(feeds, sampleReplacements(logits_MV, uniform_M, fed ?? temperature, disallowed_M));
}

/** The batch with these tokens, int32 [M], in the masked positions. */
export function replaceBy(feeds: Feeds, replacements_M: Tensor1D): Corrupted {
  const corrupted_N = withTokens(feeds, replacements_M);
  const original_N = originalTokens(feeds);
  return { corrupted_N, original_N, replaced_N: cast(notEqual(corrupted_N, original_N), 'float32') as Tensor1D };
}
