import { logSoftmax, mul, neg, oneHot, sum, type Scalar, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { weightedMean } from './weighted-mean.js';

// B examples, C labels

/**
 * The loss of classification: the weighted mean over examples of the negative log-likelihood of the right label, in
 * nats.
 *
 * @param labels_B label ids, int32
 * @param weights_B float32, 1 for an example and 0 for a row that fills up the batch; all zero gives a loss of 0
 */
export function sequenceClassificationLoss(logits_BC: Tensor2D, labels_B: Tensor1D, weights_B: Tensor1D): Scalar {
  const chosen_BC = oneHot(labels_B, logits_BC.shape[1], 1, 0, 'float32');
  const nll_B = neg(sum(mul(chosen_BC, logSoftmax(logits_BC)), 1)) as Tensor1D;
  return weightedMean(nll_B, weights_B);
}
