import { maskedLanguageModelLoss } from '@electra-ts/losses';
import type { RandomSource } from '@electra-ts/ops';
import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { corrupt, type Corrupted, replaceBy } from './corrupt.js';
import { generatorHead, outputTable } from './generator-head.js';
import type { JointModel } from './joint-model.js';
import type { Feeds } from './model-inputs.js';
import type { Objective } from './objectives/objective.js';

// M masked positions, E embedding width

/**
 * The first half of a step: the batch with replacements in the masked positions, and the loss of the generator that
 * drew them. Where the step is fed with `replacements`, no generator runs and there is no such loss.
 */
export function generate(
  model: JointModel,
  feeds: Feeds,
  objective: Objective,
  random: RandomSource,
): Corrupted & { readonly generatorLoss?: Scalar } {
  const replacements = feeds['replacements'] as Tensor1D | undefined;
  if (replacements !== undefined) return replaceBy(feeds, replacements);
  const head_ME = generatorHead(model, feeds, random);
  const generatorLoss = generatorLossOf(model, feeds, head_ME);
  return { generatorLoss, ...corrupt(model, feeds, head_ME, objective, random) };
}

/** Mean surprise of the generator at the masked tokens. */
export function generatorLossOf(model: JointModel, feeds: Feeds, head_ME: Tensor2D): Scalar {
  const [table_VE, bias_V] = outputTable(model);
  return maskedLanguageModelLoss(head_ME, table_VE, bias_V, feeds['labels'] as Tensor1D, feeds['weights'] as Tensor1D);
}
