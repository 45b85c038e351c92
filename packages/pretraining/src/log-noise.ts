import { projectionCrossEntropy, stopGradient } from '@electra-ts/ops';
import { gather, neg, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { outputTable } from './generator-head.js';
import type { JointModel } from './joint-model.js';
import type { Feeds } from './model-inputs.js';

// N = B*T tokens, E embedding width, V vocabulary

/**
 * How likely each of these tokens was as a replacement: log q, [N]. It has no gradient (`log_q` of the reference).
 *
 * @param ids_N int32
 * @param cloze_NE of a generator of two towers, see `clozeHead`; without one the probabilities are those of the feed
 * `logNoise` [V], the same in every place
 */
export function logNoise(model: JointModel, feeds: Feeds, ids_N: Tensor1D, cloze_NE?: Tensor2D): Tensor1D {
  if (cloze_NE === undefined) return gather(feeds['logNoise'] as Tensor1D, ids_N);
  const [table_VE, bias_V] = outputTable(model);
  return neg(projectionCrossEntropy(stopGradient(cloze_NE), stopGradient(table_VE), stopGradient(bias_V), ids_N));
}
