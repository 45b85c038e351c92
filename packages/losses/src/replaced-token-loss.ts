import { checkShape } from '@electra-ts/ops';
import { mul, softplus, sub, tidy, type Scalar, type Tensor1D } from '@tensorflow/tfjs-core';
import { weightedMean } from './weighted-mean.js';

// N tokens of the batch, padding included

/**
 * The discriminator's loss: the mean over real tokens of the binary cross-entropy, in nats (paper, section 2;
 * `_get_discriminator_output` of the reference). For a target y of 0 or 1 and a logit z it is softplus((1 - 2y) z),
 * which stays exact where the sigmoid has long rounded to 0 or 1.
 *
 * @param replaced_N float32, exactly 1 where the token was replaced and 0 where it is the original
 * @param weights_N float32, 1 for tokens and 0 for padding; all zero gives a loss of 0
 * @throws Error where the shapes differ
 */
export function replacedTokenLoss(logits_N: Tensor1D, replaced_N: Tensor1D, weights_N: Tensor1D): Scalar {
  checkShape('replacedTokenLoss', 'logits', logits_N, [null]);
  checkShape('replacedTokenLoss', 'replaced', replaced_N, logits_N.shape);
  checkShape('replacedTokenLoss', 'weights', weights_N, logits_N.shape);
  return tidy(() => {
    const sign_N = sub<Tensor1D>(1, mul(2, replaced_N));
    return weightedMean(softplus(mul<Tensor1D>(sign_N, logits_N)), weights_N);
  });
}
