import { linearLayer, linearShapes, type ElectraConfig, type Parameters, type Shapes } from '@electra-ts/nn';
import { gelu } from '@electra-ts/ops';
import {
  concat,
  expandDims,
  logSoftmax,
  matMul,
  oneHot,
  reshape,
  slice,
  softmax,
  tile,
  topk,
} from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { onlyAnswerable } from './answerable-tokens.js';

// B batch, T tokens, K beam, D width

/** Width of the head's two hidden layers, for every size of encoder (finetune/qa/qa_tasks.py of the reference). */
const HIDDEN = 512;

/** Shapes of the parameters of the reference's question-answering head. */
export function conditionedAnswerShapes({ hiddenSize }: ElectraConfig): Shapes {
  return {
    ...linearShapes('qa_start', hiddenSize, 1),
    ...linearShapes('qa_end.dense', 2 * hiddenSize, HIDDEN),
    ...linearShapes('qa_end.out_proj', HIDDEN, 1),
    ...linearShapes('qa_impossible.dense', 2 * hiddenSize, HIDDEN),
    ...linearShapes('qa_impossible.out_proj', HIDDEN, 1),
  };
}

/** A logit for each token of being an answer's first, [B, T]: very small outside of `answerable_BT`, which is 1 or 0. */
export function startLogits(parameters: Parameters, hidden_BTD: Tensor3D, answerable_BT: Tensor2D): Tensor2D {
  const [batch, tokens, width] = hidden_BTD.shape;
  const logits_N1 = linearLayer(parameters, 'qa_start', reshape(hidden_BTD, [batch * tokens, width]));
  return onlyAnswerable(reshape(logits_N1, [batch, tokens]), answerable_BT);
}

/**
 * A logit for each token of being the last of an answer that begins at a given token, [B, T]: two layers over the states
 * of both.
 *
 * @param starts_B int32
 */
export function endLogits(
  parameters: Parameters,
  hidden_BTD: Tensor3D,
  answerable_BT: Tensor2D,
  starts_B: Tensor1D,
): Tensor2D {
  const [batch, tokens, width] = hidden_BTD.shape;
  const chosen_B1T = expandDims(oneHot(starts_B, tokens, 1, 0, 'float32'), 1) as Tensor3D;
  const starts_BTD = tile(matMul(chosen_B1T, hidden_BTD), [1, tokens, 1]);
  const both_NF = reshape(concat([starts_BTD, hidden_BTD], 2), [batch * tokens, 2 * width]) as Tensor2D;
  const dense_NH = gelu(linearLayer(parameters, 'qa_end.dense', both_NF));
  return onlyAnswerable(reshape(linearLayer(parameters, 'qa_end.out_proj', dense_NH), [batch, tokens]), answerable_BT);
}

/**
 * A logit for each example of having no answer, [B]: above 0 where there is none. Two layers over the state at [CLS] and
 * the mean of the states by their probability of being the first.
 */
export function impossibleLogits(parameters: Parameters, hidden_BTD: Tensor3D, start_BT: Tensor2D): Tensor1D {
  const [batch, , width] = hidden_BTD.shape;
  const likely_BD = reshape(matMul(expandDims(softmax(start_BT), 1), hidden_BTD), [batch, width]);
  const first_BD = reshape(slice(hidden_BTD, [0, 0, 0], [batch, 1, width]), [batch, width]);
  const dense_BH = gelu(linearLayer(parameters, 'qa_impossible.dense', concat([first_BD, likely_BD], 1) as Tensor2D));
  return reshape(linearLayer(parameters, 'qa_impossible.out_proj', dense_BH), [batch]);
}

// A type and not an interface, because only types may be returned from `tidy`.
/** The likeliest answers: K beginnings and, for each, K ends. */
export type AnswerBeams = {
  /** int32 [B, K], the likeliest first. */
  readonly starts_BK: Tensor2D;
  /** log-probabilities of those, [B, K]. */
  readonly startLogs_BK: Tensor2D;
  /** int32 [B, K, K]: ends for each beginning, the likeliest first. */
  readonly ends_BKK: Tensor3D;
  /** log-probabilities of those, given the beginning, [B, K, K]. */
  readonly endLogs_BKK: Tensor3D;
  /** Above 0 where there is no answer, [B]. */
  readonly impossible_B: Tensor1D;
};

/** Beam search over beginnings and ends (`beam_size` of the reference: 20); as many as there are tokens at most. */
export function answerBeams(
  parameters: Parameters,
  hidden_BTD: Tensor3D,
  answerable_BT: Tensor2D,
  beamSize: number,
): AnswerBeams {
  const [batch, tokens] = hidden_BTD.shape;
  const size = Math.min(beamSize, tokens);
  const start_BT = startLogits(parameters, hidden_BTD, answerable_BT);
  const starts = topk(logSoftmax(start_BT), size);
  const ends = Array.from({ length: size }, (_, beam) => {
    const starts_B = reshape(slice(starts.indices, [0, beam], [batch, 1]), [batch]) as Tensor1D;
    return topk(logSoftmax(endLogits(parameters, hidden_BTD, answerable_BT, starts_B)), size);
  });
  const beams = (tensors: Tensor[]) => concat(tensors.map((each) => expandDims(each, 1)), 1) as Tensor3D;
  return {
    starts_BK: starts.indices as Tensor2D,
    startLogs_BK: starts.values as Tensor2D,
    ends_BKK: beams(ends.map(({ indices }) => indices)),
    endLogs_BKK: beams(ends.map(({ values }) => values)),
    impossible_B: impossibleLogits(parameters, hidden_BTD, start_BT),
  };
}
