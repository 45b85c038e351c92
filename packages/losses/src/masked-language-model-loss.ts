import { projectionCrossEntropy } from '@electra-ts/ops';
import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { weightedMean } from './weighted-mean.js';

// M masked positions, E embedding width, V vocabulary

/**
 * The generator's loss: the weighted mean over masked positions of the negative log-likelihood of the original token,
 * in nats (paper, section 2; `_get_masked_lm_output` of the reference).
 *
 * @param h_ME output of the generator's head at the masked positions
 * @param table_VE word embeddings, which are the output table
 * @param labels_M original tokens, int32
 * @param weights_M 1 for a masked position, 0 for a slot that is not used; all zero gives a loss of 0
 */
export function maskedLanguageModelLoss(
  h_ME: Tensor2D,
  table_VE: Tensor2D,
  bias_V: Tensor1D,
  labels_M: Tensor1D,
  weights_M: Tensor1D,
): Scalar {
  return weightedMean(projectionCrossEntropy(h_ME, table_VE, bias_V, labels_M), weights_M);
}
