import { checkShape } from '@electra-ts/ops';
import { reshape, tidy, type Scalar, type Tensor2D, type Tensor3D } from '@tensorflow/tfjs-core';
import { sequenceClassificationLoss } from './sequence-classification-loss.js';

// B sequences, T tokens, C labels

/**
 * The loss of tagging: the weighted mean over all tokens of the batch of the negative log-likelihood of the right
 * label, in nats.
 *
 * @param labels_BT label ids, int32 in [0, C), not checked, as in `sequenceClassificationLoss`; any where the weight is 0
 * @param weights_BT float32, 1 for a token with a label and 0 for padding, special tokens and pieces after a word's
 * first (label -100 in transformers); all zero gives a loss of 0
 * @throws Error where the shapes do not agree
 */
export function tokenClassificationLoss(logits_BTC: Tensor3D, labels_BT: Tensor2D, weights_BT: Tensor2D): Scalar {
  checkShape('tokenClassificationLoss', 'logits', logits_BTC, [null, null, null]);
  const [batch, tokens, labels] = logits_BTC.shape;
  checkShape('tokenClassificationLoss', 'labels', labels_BT, [batch, tokens]);
  checkShape('tokenClassificationLoss', 'weights', weights_BT, [batch, tokens]);
  const rows = batch * tokens;
  return tidy(() => {
    const logits_NC = reshape(logits_BTC, [rows, labels]) as Tensor2D;
    return sequenceClassificationLoss(logits_NC, reshape(labels_BT, [rows]), reshape(weights_BT, [rows]));
  });
}
