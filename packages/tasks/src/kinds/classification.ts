import { ElectraForSequenceClassification } from '@electra-ts/discriminator';
import { sequenceClassificationLoss } from '@electra-ts/losses';
import { textShapes } from '@electra-ts/nn';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { largest, softmax } from '../class-scores.js';
import { classOf } from '../labeled-data.js';
import type { LabeledExample, Unlabeled } from '../labeled-data.js';
import { scoreAll } from '../metrics/classification-metrics.js';
import { inputText, optionalText } from './input-value.js';
import { modelInputs } from './model-inputs.js';
import { meanOf, sequenceInputs, type SequencePiece, sequencePieces } from './sequence-pieces.js';
import type { TaskKind } from './task-kind.js';

/** A text, or pair, with its most likely label. */
export interface Classification extends Unlabeled {
  readonly label: string;
  /** Probability by label; they sum to 1. */
  readonly scores: Readonly<Record<string, number>>;
}

type Example = Unlabeled & Partial<LabeledExample>;
interface Piece extends SequencePiece {
  /** The label's place among the task's labels; 0 where it has none. */
  readonly label: number;
  /** How much it counts in the loss. */
  readonly weight: number;
}

/** One label for a text or a pair of texts; a text that is too long gets the mean of its windows' probabilities. */
export const classification: TaskKind<Example, Piece, number[], Classification, ElectraForSequenceClassification> = {
  architecture: 'ElectraForSequenceClassification',
  states: 'first',
  create: (config, head) => ElectraForSequenceClassification.create(config, head),
  load: (folder, head) => ElectraForSequenceClassification.fromPretrained(folder, head),
  labelsOf: (model) => model.labels,
  outputs: (model, feeds, random) => ({ logits: model.logits(modelInputs(feeds), random) }),
  loss: ({ logits }, { labels, weights }) =>
    sequenceClassificationLoss(logits as Tensor2D, labels as Tensor1D, weights as Tensor1D),

  input: (values) => {
    const pair = optionalText(values, 'pair');
    return pair === undefined ? { text: inputText(values, 'text') } : { text: inputText(values, 'text'), pair };
  },
  async encode(examples, { tokenizer, labels, recipe, mostTokens, classWeights }, how) {
    const classes = new Map(labels.map((label, place) => [label, place]));
    const { pieces, truncated } = await sequencePieces(examples, { tokenizer, maxLength: recipe.maxLength, mostTokens }, how);
    const label = (owner: number) => {
      const name = examples[owner].label;
      return name === undefined ? 0 : classOf(classes, name);
    };
    const labeled = pieces.map((piece) => ({ ...piece, label: label(piece.owner) }));
    return { pieces: labeled.map((piece) => ({ ...piece, weight: classWeights?.[piece.label] ?? 1 })), truncated };
  },
  inputs: sequenceInputs,
  shapes: textShapes,
  targets(pieces, [rows]) {
    const data = new Int32Array(rows);
    const weights = new Float32Array(rows);
    pieces.forEach(({ label, weight }, b) => {
      data[b] = label;
      weights[b] = weight;
    });
    return {
      labels: { shape: [rows], dtype: 'int32', data },
      weights: { shape: [rows], dtype: 'float32', data: weights },
    };
  },

  part: ({ logits }) => softmax(logits),
  pieceLoss: ({ logits }, { label }) => -Math.log(Math.max(softmax(logits)[label], Number.MIN_VALUE)),
  answer({ text, pair }, parts, { labels }) {
    const probabilities = meanOf(parts);
    const scores = Object.fromEntries(labels.map((label, place) => [label, probabilities[place]]));
    const input = pair === undefined ? { text } : { text, pair };
    return { ...input, label: labels[largest(probabilities)], scores };
  },
  score(examples, answers, { labels }) {
    const classes = new Map(labels.map((label, place) => [label, place]));
    const gold = examples.map(({ label }) => classOf(classes, label ?? ''));
    const predicted = answers.map(({ label }) => labels.indexOf(label));
    return scoreAll({ gold, predicted, scores: answers.map(({ scores }) => scores[labels[1]]) }, labels.length);
  },
};
