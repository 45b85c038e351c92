import { checkShape } from '@electra-ts/ops';
import { logSoftmax, mul, neg, oneHot, sum, tidy, type Scalar, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { weightedMean } from './weighted-mean.js';

// B examples, C labels

/**
 * The loss of classification: the weighted mean over examples of the negative log-likelihood of the right label, in
 * nats.
 *
 * @param labels_B label ids, int32 in [0, C). Ids are not checked: a row with another one costs 0, has no gradient and
 * counts in the mean
 * @param weights_B float32, 1 for an example and 0 for a row that fills up the batch; all zero gives a loss of 0
 * @throws Error where the shapes do not agree
 */
export function sequenceClassificationLoss(logits_BC: Tensor2D, labels_B: Tensor1D, weights_B: Tensor1D): Scalar {
  checkShape('sequenceClassificationLoss', 'logits', logits_BC, [null, null]);
  checkShape('sequenceClassificationLoss', 'labels', labels_B, [logits_BC.shape[0]]);
  checkShape('sequenceClassificationLoss', 'weights', weights_B, [logits_BC.shape[0]]);
  return tidy(() => {
    const chosen_BC = oneHot(labels_B, logits_BC.shape[1], 1, 0, 'float32');
    const nll_B = neg(sum(mul(chosen_BC, logSoftmax(logits_BC)), 1)) as Tensor1D;
    return weightedMean(nll_B, weights_B);
  });
}
