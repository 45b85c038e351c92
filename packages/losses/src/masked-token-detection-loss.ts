import { checkShape } from '@electra-ts/ops';
import { gather, type Scalar, type Tensor1D, tidy } from '@tensorflow/tfjs-core';
import { replacedTokenLoss } from './replaced-token-loss.js';

// N tokens of the batch, M masked positions

/**
 * The discriminator's loss of ELECTRA 15 %: the mean binary cross-entropy, in nats, over the masked positions only
 * (paper, section 3.4). What the discriminator says of all other tokens costs nothing.
 *
 * @param positions_M int32 in [0, N), not checked
 * @param replaced_N float32, exactly 1 where the token was replaced and 0 where it is the original
 * @param weights_M 1 for a masked position, 0 for a slot that is not used; all zero gives a loss of 0
 * @throws Error where the shapes do not agree
 */
export function maskedTokenDetectionLoss(
  logits_N: Tensor1D,
  replaced_N: Tensor1D,
  positions_M: Tensor1D,
  weights_M: Tensor1D,
): Scalar {
  checkShape('maskedTokenDetectionLoss', 'logits', logits_N, [null]);
  checkShape('maskedTokenDetectionLoss', 'replaced', replaced_N, logits_N.shape);
  checkShape('maskedTokenDetectionLoss', 'positions', positions_M, [null]);
  checkShape('maskedTokenDetectionLoss', 'weights', weights_M, positions_M.shape);
  return tidy(() => replacedTokenLoss(gather(logits_N, positions_M), gather(replaced_N, positions_M), weights_M));
}
