import { add, cast, div, less, mul, type Scalar, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { sequenceClassificationLoss } from './sequence-classification-loss.js';

// B examples, T tokens

/** A logit for every token of being an answer's first, and its last; both [B, T]. */
export interface SpanLogits {
  readonly start_BT: Tensor2D;
  readonly end_BT: Tensor2D;
}

/** Where the answers begin and end. */
export interface SpanTargets {
  /** Index of each answer's first token, int32. From T on: outside the window, and left out of the mean. */
  readonly starts_B: Tensor1D;
  /** Index of each answer's last token, int32; likewise. */
  readonly ends_B: Tensor1D;
  /** float32, 1 for an example and 0 for a row that fills up the batch; all zero gives a loss of 0. */
  readonly weights_B: Tensor1D;
}

/**
 * The loss of extractive question answering: half the mean negative log-likelihood of the first token plus half that of
 * the last, in nats (`ElectraForQuestionAnswering` of transformers, padding among the candidates as there).
 */
export function questionAnsweringLoss({ start_BT, end_BT }: SpanLogits, targets: SpanTargets): Scalar {
  const side = (logits_BT: Tensor2D, positions_B: Tensor1D): Scalar => {
    const inside_B = cast(less<Tensor1D>(positions_B, logits_BT.shape[1]), 'float32');
    return sequenceClassificationLoss(logits_BT, positions_B, mul<Tensor1D>(targets.weights_B, inside_B));
  };
  return div(add(side(start_BT, targets.starts_B), side(end_BT, targets.ends_B)), 2);
}
