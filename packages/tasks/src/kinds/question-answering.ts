import { UserError } from '@electra-ts/config';
import { answerableTokens, ElectraForConditionedQuestionAnswering, ElectraForQuestionAnswering, onlyAnswerable } from '@electra-ts/discriminator';
import { questionAnsweringLoss } from '@electra-ts/losses';
import { architectureOf, textShapes } from '@electra-ts/nn';
import type { HostTensor } from '@electra-ts/compiler';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { sigmoid, softmax } from '../class-scores.js';
import { type ExampleTokenizer, joined } from '../encode-examples.js';
import { squadMetrics, tunedThreshold } from '../metrics/squad-metrics.js';
import { answeringDefaults, type Recipe } from '../recipe.js';
import { answerSpans, type SpanLimits } from './answer-spans.js';
import { beamSpans, conditionedLoss, conditionedOutputs } from './conditioned-answers.js';
import { contextWindows } from './context-windows.js';
import { inputText } from './input-value.js';
import { modelInputs } from './model-inputs.js';
import { rowWeights, sequenceInputs, type SequencePiece } from './sequence-pieces.js';
import type { TaskKind } from './task-kind.js';

/** A question about a context, in which its answers stand. */
export interface QuestionExample {
  /** Of the data set, for submissions. */
  readonly id?: string;
  readonly question: string;
  readonly context: string;
  /** Right answers and where they begin, in UTF-16 units; none where there is no answer; absent where they are asked for. */
  readonly answers?: readonly { readonly text: string; readonly start: number }[];
}

/** What is answered, and what the choice was between. */
export interface QuestionAnswer {
  readonly question: string;
  readonly context: string;
  /** Empty where there is no answer. */
  readonly answer: string;
  /** `context.slice(start, end)` is the answer. */
  readonly start: number;
  readonly end: number;
  /** Its probability among the best spans and, where the model knows such questions, "no answer". */
  readonly score: number;
  readonly unanswerable: boolean;
  /** The best span's text, also where "no answer" is preferred to it. */
  readonly span: string;
  /** How far "no answer" scores above the best span; with the conditioned head, the logarithm of its odds. */
  readonly nullDifference: number;
}

/** A window over a context, behind its question. */
export interface QuestionPiece extends SequencePiece {
  /** Place of the first context token in `ids`, and how many there are. */
  readonly contextAt: number;
  readonly count: number;
  /** Places in `ids` between which this window is the one to begin an answer. */
  readonly from: number;
  readonly to: number;
  /** Where the context's tokens stand in its text. */
  readonly offsets: readonly (readonly [number, number])[];
  /** Places in `ids` of the answer's first and last token; 0 where the window has no answer. */
  readonly target: readonly [first: number, last: number];
}

interface Part {
  /** How far "no answer" is ahead: of the best span where that has a logit of its own kind (`isOdds` false), or by itself. */
  readonly none: number;
  /** Whether `none` is the logarithm of the odds of "no answer", as the conditioned head says, or to be compared with spans. */
  readonly isOdds: boolean;
  readonly spans: readonly { readonly start: number; readonly end: number; readonly logit: number }[];
}

/** Answers that are combined: beginnings, ends and spans (`n_best_size` of the reference). */
const BEST = 20;

type AnswerModel = ElectraForQuestionAnswering | ElectraForConditionedQuestionAnswering;

const CONDITIONED = 'ElectraForConditionedQuestionAnswering';

/**
 * Answers found in a text. A long text is read in windows that begin `stride` tokens apart, as the reference does. The model has transformers'
 * head, or with `answerHead: conditioned` the reference's; which one it was shows in what it reports.
 */
export const questionAnswering: TaskKind<QuestionExample, QuestionPiece, Part, QuestionAnswer, AnswerModel> = {
  architecture: 'ElectraForQuestionAnswering',
  otherArchitectures: [CONDITIONED],
  states: 'all',
  create: (config, { seed, answerHead }) => (answerHead === 'conditioned' ? ElectraForConditionedQuestionAnswering : ElectraForQuestionAnswering).create(config, { seed }),
  async load(folder, head) {
    const isConditioned = head === undefined ? (await architectureOf(folder)) === CONDITIONED : head.answerHead === 'conditioned';
    return isConditioned ? ElectraForConditionedQuestionAnswering.fromPretrained(folder, head) : ElectraForQuestionAnswering.fromPretrained(folder, head);
  },
  labelsOf: () => [],
  outputs(model, feeds, random) {
    if (model instanceof ElectraForConditionedQuestionAnswering) return conditionedOutputs(model, feeds, random);
    const inputs = modelInputs(feeds);
    const { start_BT, end_BT } = model.logits(inputs, random);
    // As the reference has it for either head: question and padding are no candidates, neither in training nor in evaluation.
    const answerable_BT = answerableTokens(inputs.attentionMask_BT, inputs.types_BT);
    return { start: onlyAnswerable(start_BT, answerable_BT), end: onlyAnswerable(end_BT, answerable_BT) };
  },
  loss(outputs, feeds) {
    if ('impossible' in outputs) return conditionedLoss(outputs, feeds);
    const { start, end } = outputs;
    const { starts, ends, weights } = feeds;
    const targets = { starts_B: starts as Tensor1D, ends_B: ends as Tensor1D, weights_B: weights as Tensor1D };
    return questionAnsweringLoss({ start_BT: start as Tensor2D, end_BT: end as Tensor2D }, targets);
  },

  input: (values) => ({ question: inputText(values, 'question'), context: inputText(values, 'context') }),
  async encode(examples, { tokenizer, recipe }) {
    const { maxLength, stride } = { ...answeringDefaults, ...recipe };
    const longest = longestQuestion(recipe);
    const questions = await tokenizer.encodeBatch(examples.map(({ question }) => question));
    const contexts = await encodeOnce(tokenizer, examples.map(({ context }) => context));
    let truncated = 0;
    const pieces = examples.flatMap((example, owner) => {
      const question = questions[owner].ids;
      const kept = question.subarray(0, longest);
      if (kept.length < question.length) truncated++;
      const { ids, offsets } = contexts(example.context);
      const contextAt = kept.length + 2;
      const answer = example.answers?.length ? answerTokens(offsets, example.answers[0]) : null;
      return contextWindows(ids.length, maxLength - kept.length - 3, stride).map(({ start, end, from, to }): QuestionPiece => {
        const inside = answer !== null && answer[0] >= start && answer[1] < end;
        const sequence = joined(tokenizer, kept, ids.subarray(start, end));
        return {
          ...sequence,
          owner,
          tokens: sequence.ids.length,
          contextAt,
          count: end - start,
          from: contextAt + from - start,
          to: contextAt + to - start,
          offsets: offsets.slice(start, end),
          target: inside ? [contextAt + answer[0] - start, contextAt + answer[1] - start] : [0, 0],
        };
      });
    });
    return { pieces, truncated };
  },
  cut: (recipe) => ({ what: 'questions', tokens: longestQuestion(recipe), key: 'training.questionLength' }),
  // The conditioned head's ends are measured given the right beginnings: 0 where none is known.
  inputs: (pieces, shape, padId) => ({ ...sequenceInputs(pieces, shape, padId), starts: side(pieces, shape[0], 0) }),
  shapes: { ...textShapes, starts: ['rows'] },
  targets(pieces, [rows]) {
    // Of the window: the reference's is the question's (decision 20).
    const impossible = new Float32Array(rows);
    pieces.forEach(({ target: [first] }, b) => (impossible[b] = first === 0 ? 1 : 0));
    return {
      starts: side(pieces, rows, 0),
      ends: side(pieces, rows, 1),
      impossible: { shape: [rows], dtype: 'float32', data: impossible },
      ...rowWeights(pieces.length, rows),
    };
  },

  part(outputs, { contextAt, count, from, to, offsets }, { recipe }) {
    const { start, end, impossible } = outputs;
    const limits: SpanLimits = {
      mayBegin: (token) => token >= from && token < to,
      mayEnd: (token) => token >= contextAt && token < contextAt + count,
      longest: recipe.answerLength ?? answeringDefaults.answerLength,
      best: BEST,
    };
    const isOdds = impossible !== undefined;
    const found = isOdds ? beamSpans(outputs, limits) : answerSpans(start, end, limits);
    const spans = found.map(({ first, last, logit }) => ({
      start: offsets[first - contextAt][0],
      end: offsets[last - contextAt][1],
      logit,
    }));
    return { none: isOdds ? impossible[0] : start[0] + end[0], isOdds, spans };
  },
  pieceLoss({ start, end, impossible }, { target }) {
    const lossOf = (logits: Float32Array, place: number) => -Math.log(Math.max(softmax(logits)[place], Number.MIN_VALUE));
    const places = (lossOf(start, target[0]) + lossOf(end, target[1])) / 2;
    if (impossible === undefined) return places;
    // As `conditionedAnswerLoss` has it: half the cross-entropy of there being no answer.
    return places + Math.log1p(Math.exp(target[0] === 0 ? -impossible[0] : impossible[0])) / 2;
  },
  answer({ question, context }, parts, { settings }) {
    const none = Math.min(...parts.map((part) => part.none));
    const spans = parts.flatMap((part) => part.spans).sort((a, b) => b.logit - a.logit).slice(0, BEST);
    const input = { question, context };
    if (spans.length === 0) {
      return { ...input, answer: '', start: 0, end: 0, score: 1, unanswerable: true, span: '', nullDifference: 0 };
    }
    const { unanswerable: knowsNone = false, nullThreshold = 0 } = settings;
    const [best] = spans;
    const isOdds = parts[0].isOdds;
    const logits = spans.map(({ logit }) => logit);
    const chances = isOdds ? withOdds(softmax(logits), knowsNone ? none : -Infinity) : softmax([...logits, ...(knowsNone ? [none] : [])]);
    const nullDifference = isOdds ? none : none - best.logit;
    const span = context.slice(best.start, best.end);
    if (knowsNone && nullDifference > nullThreshold) {
      return { ...input, answer: '', start: 0, end: 0, score: chances[spans.length], unanswerable: true, span, nullDifference };
    }
    const { start, end } = best;
    return { ...input, answer: span, start, end, score: chances[0], unanswerable: false, span, nullDifference };
  },
  shown: ({ question, context, answer, start, end, score, unanswerable }) => {
    return { question, context, answer, start, end, score, unanswerable };
  },
  score: (examples, answers, { settings }) =>
    squadMetrics(judged(examples, answers), settings.unanswerable ? (settings.nullThreshold ?? 0) : Infinity),
  tune: (examples, answers, { settings }) =>
    settings.unanswerable ? { ...settings, nullThreshold: tunedThreshold(judged(examples, answers)) } : settings,
};

/** In tokens. A question must leave room for its context, whatever the model's length. */
function longestQuestion(recipe: Recipe): number {
  const { maxLength, questionLength } = { ...answeringDefaults, ...recipe };
  return Math.min(questionLength, Math.floor((maxLength - 3) / 2));
}

/** Places in `ids` of the answers' first (0) or last (1) tokens, int32 [rows]. */
function side(pieces: readonly Pick<QuestionPiece, 'target'>[], rows: number, which: 0 | 1): HostTensor {
  const data = new Int32Array(rows);
  pieces.forEach(({ target }, b) => (data[b] = target[which]));
  return { shape: [rows], dtype: 'int32', data };
}

/** Chances of the spans if there is an answer, and last that there is none, by the logarithm of its odds. */
function withOdds(spans: readonly number[], logOdds: number): number[] {
  const none = sigmoid(logOdds);
  return [...spans.map((chance) => (1 - none) * chance), none];
}

const judged = (examples: readonly QuestionExample[], answers: readonly QuestionAnswer[]) =>
  examples.map(({ answers: gold = [] }, i) => {
    const { span, nullDifference } = answers[i];
    return { gold: gold.map(({ text }) => text), span, nullDifference };
  });

/** Contexts have many questions each: every distinct one is encoded once. */
async function encodeOnce(tokenizer: ExampleTokenizer, contexts: readonly string[]) {
  const distinct = [...new Set(contexts)];
  const encoded = await tokenizer.encodeBatch(distinct);
  const byText = new Map(distinct.map((text, i) => [text, encoded[i]]));
  return (text: string) => byText.get(text)!;
}

/** The first and last token that share characters with an answer. */
function answerTokens(
  offsets: readonly (readonly [number, number])[],
  { text, start }: { readonly text: string; readonly start: number },
): readonly [number, number] | null {
  const end = start + text.length;
  const first = offsets.findIndex(([, tokenEnd]) => tokenEnd > start);
  let last = first;
  while (last + 1 < offsets.length && offsets[last + 1][0] < end) last++;
  return first < 0 || offsets[first][0] >= end ? null : [first, last];
}

/** @throws UserError where an answer does not stand where it is said to */
export function checkAnswers({ context, question, answers = [] }: QuestionExample, where: string): void {
  for (const { text, start } of answers) {
    if (context.slice(start, start + text.length) !== text) {
      throw new UserError({
        what: `${where}: an answer to "${question.slice(0, 60)}" does not stand where it is said to`,
        expected: `"${text.slice(0, 60)}" at ${start}`,
        received: `"${context.slice(start, start + Math.min(60, text.length))}"`,
      });
    }
  }
}

