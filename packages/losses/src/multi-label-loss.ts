import { checkShape } from '@electra-ts/ops';
import { mean, mul, softplus, sub, tidy, type Scalar, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { weightedMean } from './weighted-mean.js';

// B examples, C labels

/**
 * The loss where an example may have any number of labels: the binary cross-entropy in nats, averaged over labels and
 * then over examples by weight (`BCEWithLogitsLoss` in transformers' sequence classifier). For a target y between 0
 * and 1 and a logit z it is softplus(z) - y z.
 *
 * @param targets_BC float32, 1 for each label that applies and 0 for the others
 * @param weights_B float32, 1 for an example and 0 for a row that fills up the batch; all zero gives a loss of 0
 * @throws Error where the shapes do not agree
 */
export function multiLabelLoss(logits_BC: Tensor2D, targets_BC: Tensor2D, weights_B: Tensor1D): Scalar {
  checkShape('multiLabelLoss', 'logits', logits_BC, [null, null]);
  checkShape('multiLabelLoss', 'targets', targets_BC, logits_BC.shape);
  checkShape('multiLabelLoss', 'weights', weights_B, [logits_BC.shape[0]]);
  return tidy(() => {
    const loss_BC = sub(softplus(logits_BC), mul(targets_BC, logits_BC));
    return weightedMean(mean(loss_BC, 1) as Tensor1D, weights_B);
  });
}
