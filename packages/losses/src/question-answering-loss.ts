import { checkShape } from '@electra-ts/ops';
import { add, cast, div, less, mul, tidy, type Scalar, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
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
 *
 * @throws Error where the shapes do not agree
 */
export function questionAnsweringLoss(logits: SpanLogits, targets: SpanTargets): Scalar {
  checkSpans('questionAnsweringLoss', logits, targets);
  const side = (logits_BT: Tensor2D, positions_B: Tensor1D): Scalar => {
    const inside_B = cast(less<Tensor1D>(positions_B, logits_BT.shape[1]), 'float32');
    return sequenceClassificationLoss(logits_BT, positions_B, mul<Tensor1D>(targets.weights_B, inside_B));
  };
  return tidy(() => div(add(side(logits.start_BT, targets.starts_B), side(logits.end_BT, targets.ends_B)), 2));
}

/**
 * Checks the shapes of spans.
 *
 * @param operation the loss that was called
 * @throws Error naming the loss, the argument, the shape it should have and the one it has
 */
export function checkSpans(operation: string, { start_BT, end_BT }: SpanLogits, targets: SpanTargets): void {
  checkShape(operation, 'start', start_BT, [null, null]);
  checkShape(operation, 'end', end_BT, start_BT.shape);
  const { starts_B, ends_B, weights_B } = targets;
  for (const [name, tensor] of Object.entries({ starts: starts_B, ends: ends_B, weights: weights_B })) {
    checkShape(operation, name, tensor, [start_BT.shape[0]]);
  }
}
