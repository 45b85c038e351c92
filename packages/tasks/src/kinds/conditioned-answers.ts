import type { ConditionedAnswerLogits, ElectraForConditionedQuestionAnswering } from '@electra-ts/discriminator';
import { conditionedAnswerLoss } from '@electra-ts/losses';
import type { RandomSource } from '@electra-ts/ops';
import { cast, type Scalar, type Tensor, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import type { SpanLimits, TokenSpan } from './answer-spans.js';
import { modelInputs } from './model-inputs.js';
import type { PieceOutputs } from './task-kind.js';

// B windows, T tokens, K beam

type Tensors = Readonly<Record<string, Tensor>>;

/** Beginnings that are followed, and ends of each (`beam_size` of the reference's configure_finetuning.py). */
const BEAM = 20;

/**
 * What the head of the reference says about windows: `start` and `end` [B, T], the latter given the beginnings in `feeds.starts`, and
 * `impossible` [B]; where nothing is learned also the beams, `beamStarts` and `beamStartLogs` [B, K], `beamEnds` and `beamEndLogs`
 * [B, K, K].
 */
export function conditionedOutputs(model: ElectraForConditionedQuestionAnswering, feeds: Tensors, random: RandomSource | null): Record<string, Tensor> {
  const inputs = modelInputs(feeds);
  const starts_B = feeds['starts'] as Tensor1D;
  if (random !== null) return named(model.logits(inputs, starts_B, random));
  const { starts_BK, startLogs_BK, ends_BKK, endLogs_BKK, ...logits } = model.logitsAndBeams(inputs, starts_B, BEAM);
  return { ...named(logits), beamStarts: cast(starts_BK, 'float32'), beamStartLogs: startLogs_BK, beamEnds: cast(ends_BKK, 'float32'), beamEndLogs: endLogs_BKK };
}

const named = ({ start_BT, end_BT, impossible_B }: ConditionedAnswerLogits) => ({ start: start_BT, end: end_BT, impossible: impossible_B });

/** Mean loss of a batch, []; see `conditionedAnswerLoss`. */
export function conditionedLoss({ start, end, impossible }: Tensors, { starts, ends, weights, impossible: without }: Tensors): Scalar {
  const targets = { starts_B: starts as Tensor1D, ends_B: ends as Tensor1D, weights_B: weights as Tensor1D };
  const logits = { start_BT: start as Tensor2D, end_BT: end as Tensor2D, impossible_B: impossible as Tensor1D };
  return conditionedAnswerLoss(logits, targets, without as Tensor1D);
}

/** The best spans of a window's beams, best first. Of equals the earlier comes first. */
export function beamSpans({ beamStarts, beamStartLogs, beamEnds, beamEndLogs }: PieceOutputs, { mayBegin, mayEnd, longest, best }: SpanLimits): TokenSpan[] {
  const size = beamStarts.length;
  const spans: TokenSpan[] = [];
  beamStarts.forEach((first, beam) => {
    if (!mayBegin(first)) return;
    for (let i = beam * size; i < (beam + 1) * size; i++) {
      const last = beamEnds[i];
      if (mayEnd(last) && last >= first && last - first < longest) spans.push({ first, last, logit: beamStartLogs[beam] + beamEndLogs[i] });
    }
  });
  return spans.sort((a, b) => b.logit - a.logit || a.first - b.first || a.last - b.last).slice(0, best);
}
