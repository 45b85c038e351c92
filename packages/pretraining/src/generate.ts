import { maskedLanguageModelLoss } from '@electra-ts/losses';
import type { RandomSource } from '@electra-ts/ops';
import { gather, reshape, type Scalar, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { corrupt, type Corrupted, replaceBy } from './corrupt.js';
import { clozeHead, generatorHead, outputTable } from './generator-head.js';
import type { JointModel } from './joint-model.js';
import type { Feeds } from './model-inputs.js';
import type { Objective } from './objectives/objective.js';
import { originalTokens } from './original-tokens.js';

// N = B*T tokens, M masked positions, E embedding width

/**
 * The first half of a step: the batch with replacements in the masked positions, and the loss of the generator that
 * drew them. Where the step is fed with `replacements`, no generator runs and there is no such loss. A generator of two
 * towers learns from every token that may be replaced (the feed `candidates`), masked or not, and has a `cloze_NE`. A frozen
 * generator computes without dropout and has no loss; no gradient reaches it, as none passes through what it draws.
 */
export function generate(
  model: JointModel,
  feeds: Feeds,
  objective: Objective,
  random: RandomSource,
): Corrupted & { readonly generatorLoss?: Scalar; readonly cloze_NE?: Tensor2D } {
  const replacements = feeds['replacements'] as Tensor1D | undefined;
  if (replacements !== undefined) return replaceBy(feeds, replacements);
  const trained = !objective.frozenGenerator;
  const dropout = trained ? random : null;
  if (model.twoTowers) {
    const cloze_NE = clozeHead(model, feeds, dropout);
    const head_ME = gather(cloze_NE, feeds['positions'] as Tensor1D);
    const loss = trained && { generatorLoss: clozeLoss(model, feeds, cloze_NE) };
    return { cloze_NE, ...loss, ...corrupt(model, feeds, head_ME, objective, random) };
  }
  const head_ME = generatorHead(model, feeds, dropout);
  const loss = trained && { generatorLoss: generatorLossOf(model, feeds, head_ME) };
  return { ...loss, ...corrupt(model, feeds, head_ME, objective, random) };
}

/** Mean surprise of the generator at the masked tokens. */
export function generatorLossOf(model: JointModel, feeds: Feeds, head_ME: Tensor2D): Scalar {
  const [table_VE, bias_V] = outputTable(model);
  return maskedLanguageModelLoss(head_ME, table_VE, bias_V, feeds['labels'] as Tensor1D, feeds['weights'] as Tensor1D);
}

/** Mean surprise of a generator of two towers at every token that may be replaced. */
function clozeLoss(model: JointModel, feeds: Feeds, cloze_NE: Tensor2D): Scalar {
  const [table_VE, bias_V] = outputTable(model);
  const candidates_N = reshape(feeds['candidates'], [-1]) as Tensor1D;
  return maskedLanguageModelLoss(cloze_NE, table_VE, bias_V, originalTokens(feeds), candidates_N);
}
