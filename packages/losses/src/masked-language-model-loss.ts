import { projectionCrossEntropy } from '@electra-ts/ops';
import { type Scalar, type Tensor1D, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { checkProjection } from './check-projection.js';
import { weightedMean } from './weighted-mean.js';

// M masked positions, E embedding width, V vocabulary

/**
 * The generator's loss: the weighted mean over masked positions of the negative log-likelihood of the original token,
 * in nats (paper, section 2; `_get_masked_lm_output` of the reference).
 *
 * @param h_ME output of the generator's head at the masked positions
 * @param table_VE word embeddings, which are the output table
 * @param labels_M original tokens, int32 in [0, V). Ids are not checked: another one is an error of the backend's, or a wrong loss
 * @param weights_M 1 for a masked position, 0 for a slot that is not used; all zero gives a loss of 0
 * @throws Error where the shapes do not agree
 */
export function maskedLanguageModelLoss(
  h_ME: Tensor2D,
  table_VE: Tensor2D,
  bias_V: Tensor1D,
  labels_M: Tensor1D,
  weights_M: Tensor1D,
): Scalar {
  checkProjection('maskedLanguageModelLoss', h_ME, table_VE, bias_V, { labels: labels_M, weights: weights_M });
  return tidy(() => weightedMean(projectionCrossEntropy(h_ME, table_VE, bias_V, labels_M), weights_M));
}
