import { mean, squaredDifference, type Scalar, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { weightedMean } from './weighted-mean.js';

// B examples, C outputs

/**
 * The loss of regression: the weighted mean over examples of the squared error, averaged over outputs where a model
 * has several (`MSELoss` in transformers' sequence classifier; finetune/classification of the reference).
 *
 * @param predictions float32, [B] or [B, C]
 * @param targets float32, what the predictions should be, of the same shape
 * @param weights_B float32, 1 for an example and 0 for a row that fills up the batch; all zero gives a loss of 0
 * @throws Error where the shapes differ
 */
export function regressionLoss<T extends Tensor1D | Tensor2D>(predictions: T, targets: T, weights_B: Tensor1D): Scalar {
  if (predictions.shape.join() !== targets.shape.join()) {
    const received = `[${predictions.shape.join(', ')}] and [${targets.shape.join(', ')}]`;
    throw new Error(`regressionLoss: expected as many targets as predictions; received shapes ${received}`);
  }
  const errors = squaredDifference(predictions, targets);
  return weightedMean((errors.rank === 2 ? mean(errors, 1) : errors) as Tensor1D, weights_B);
}
