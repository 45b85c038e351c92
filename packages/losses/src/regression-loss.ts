import { squaredDifference, type Scalar, type Tensor1D } from '@tensorflow/tfjs-core';
import { weightedMean } from './weighted-mean.js';

// B examples

/**
 * The loss of regression: the weighted mean over examples of the squared error (`MSELoss` in transformers' sequence
 * classifier with one label; finetune/classification of the reference).
 *
 * @param targets_B float32, what the predictions should be
 * @param weights_B float32, 1 for an example and 0 for a row that fills up the batch; all zero gives a loss of 0
 */
export function regressionLoss(predictions_B: Tensor1D, targets_B: Tensor1D, weights_B: Tensor1D): Scalar {
  return weightedMean(squaredDifference<Tensor1D>(predictions_B, targets_B), weights_B);
}
