import { add, cast, cumsum, lessEqual, mul, onesLike, sub, type Tensor2D } from '@tensorflow/tfjs-core';

// B batch, T tokens

/** Taken off the logit of a token that no answer can begin or end at (finetune/qa/qa_tasks.py of the reference). */
const OUTSIDE = 1000;

/**
 * Where an answer can begin or end, float32 [B, T]: 1 in the second text, its [SEP] included, and at [CLS], which stands
 * for no answer, else 0 (`answer_mask` of the reference's finetune/qa/qa_tasks.py).
 */
export function answerableTokens(attentionMask_BT: Tensor2D, types_BT: Tensor2D): Tensor2D {
  // Counted, as a constant would be of one length, and a recording of it too.
  const first_BT = cast(lessEqual(cumsum(onesLike(attentionMask_BT), 1), 1), 'float32');
  return add(mul(attentionMask_BT, cast(types_BT, 'float32')), first_BT);
}

/** Logits [B, T] of which only those where `answerable_BT` is 1 have a share in a softmax: it is 0 at the others. */
export const onlyAnswerable = (logits_BT: Tensor2D, answerable_BT: Tensor2D): Tensor2D =>
  add(logits_BT, mul(sub(answerable_BT, 1), OUTSIDE));
