import { checkShape } from '@electra-ts/ops';
import { add, mul, softplus, sub, tidy, type Scalar, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { checkSpans, questionAnsweringLoss, type SpanTargets } from './question-answering-loss.js';
import { weightedMean } from './weighted-mean.js';

// B examples, T tokens

/** Share of the question whether there is an answer (`answerable_weight` of the reference). */
const ANSWERABLE_WEIGHT = 0.5;

/**
 * The loss of the reference's question answering (finetune/qa/qa_tasks.py): the mean of the negative log-likelihoods of
 * the first token and of the last given the first, and half the binary cross-entropy of there being no answer.
 *
 * @param logits start and end [B, T], and impossible [B], above 0 where there is no answer
 * @param impossible_B float32, 1 where there is none, otherwise 0
 * @throws Error where the shapes do not agree
 */
export function conditionedAnswerLoss(
  logits: { readonly start_BT: Tensor2D; readonly end_BT: Tensor2D; readonly impossible_B: Tensor1D },
  targets: SpanTargets,
  impossible_B: Tensor1D,
): Scalar {
  checkSpans('conditionedAnswerLoss', logits, targets);
  const [batch] = logits.start_BT.shape;
  checkShape('conditionedAnswerLoss', 'impossible of the logits', logits.impossible_B, [batch]);
  checkShape('conditionedAnswerLoss', 'impossible', impossible_B, [batch]);
  return tidy(() => {
    const answerable_B = sub<Tensor1D>(softplus(logits.impossible_B), mul(impossible_B, logits.impossible_B));
    const answerable = mul<Scalar>(weightedMean(answerable_B, targets.weights_B), ANSWERABLE_WEIGHT);
    return add(questionAnsweringLoss(logits, targets), answerable);
  });
}
