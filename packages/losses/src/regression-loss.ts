import { checkShape } from '@electra-ts/ops';
import { mean, squaredDifference, tidy, type Scalar, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { weightedMean } from './weighted-mean.js';

// B examples, C outputs

/**
 * The loss of regression: the weighted mean over examples of the squared error, averaged over outputs where a model
 * has several (`MSELoss` in transformers' sequence classifier; finetune/classification of the reference).
 *
 * @param predictions float32, [B] or [B, C]
 * @param targets float32, what the predictions should be, of the same shape
 * @param weights_B float32, 1 for an example and 0 for a row that fills up the batch; all zero gives a loss of 0
 * @throws Error where the shapes do not agree
 */
export function regressionLoss<T extends Tensor1D | Tensor2D>(predictions: T, targets: T, weights_B: Tensor1D): Scalar {
  checkShape('regressionLoss', 'predictions', predictions, predictions.rank === 2 ? [null, null] : [null]);
  checkShape('regressionLoss', 'targets', targets, predictions.shape);
  checkShape('regressionLoss', 'weights', weights_B, [predictions.shape[0]]);
  return tidy(() => {
    const errors = squaredDifference(predictions, targets);
    return weightedMean((errors.rank === 2 ? mean(errors, 1) : errors) as Tensor1D, weights_B);
  });
}
