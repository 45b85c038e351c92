import { ElectraForSequenceClassification } from '@electra-ts/discriminator';
import { multiLabelLoss } from '@electra-ts/losses';
import { textShapes } from '@electra-ts/nn';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { sigmoid } from '../class-scores.js';
import { classOf, type Unlabeled } from '../labeled-data.js';
import { multilabelMetrics } from '../metrics/multilabel-metrics.js';
import { classification } from './classification.js';
import { modelInputs } from './model-inputs.js';
import { meanOf, rowWeights, sequenceInputs, type SequencePiece, sequencePieces } from './sequence-pieces.js';
import type { TaskKind } from './task-kind.js';

/** A text, or pair, with all labels that apply. */
export interface Labeling extends Unlabeled {
  /** Those with a probability of at least one half, in the order of the model's outputs. */
  readonly labels: readonly string[];
  /** Probability by label, each for itself. */
  readonly scores: Readonly<Record<string, number>>;
}

/** A text, or pair, with its labels, of which there may be none. */
export interface MultilabelExample extends Unlabeled {
  /** Absent where they are asked for. */
  readonly labels?: readonly string[];
}

interface Piece extends SequencePiece {
  /** Labels that there are. */
  readonly width: number;
  /** Places of the labels that apply. */
  readonly classes: readonly number[];
}

/** Any number of labels for a text or a pair, each decided for itself. */
export const multilabel: TaskKind<MultilabelExample, Piece, number[], Labeling, ElectraForSequenceClassification> = {
  architecture: 'ElectraForSequenceClassification',
  states: 'first',
  create: (config, head) =>
    ElectraForSequenceClassification.create(config, { ...head, problemType: 'multi_label_classification' }),
  load: (folder, head) =>
    ElectraForSequenceClassification.fromPretrained(
      folder,
      head && { ...head, problemType: 'multi_label_classification' },
    ),
  labelsOf: (model) => model.labels,
  outputs: (model, feeds, random) => ({ logits: model.logits(modelInputs(feeds), random) }),
  loss: ({ logits }, { targets, weights }) =>
    multiLabelLoss(logits as Tensor2D, targets as Tensor2D, weights as Tensor1D),

  input: (values) => classification.input(values),
  async encode(examples, { tokenizer, labels, recipe, mostTokens }, how) {
    const places = new Map(labels.map((label, place) => [label, place]));
    const classes = examples.map((example) => (example.labels ?? []).map((label) => classOf(places, label)));
    const { pieces, truncated } = await sequencePieces(examples, { tokenizer, maxLength: recipe.maxLength, mostTokens }, how);
    const width = labels.length;
    return { pieces: pieces.map((piece) => ({ ...piece, classes: classes[piece.owner], width })), truncated };
  },
  inputs: sequenceInputs,
  shapes: textShapes,
  targets(pieces, [rows]) {
    const { width } = pieces[0];
    const data = new Float32Array(rows * width);
    pieces.forEach(({ classes }, b) => classes.forEach((place) => (data[b * width + place] = 1)));
    return { targets: { shape: [rows, width], dtype: 'float32', data }, ...rowWeights(pieces.length, rows) };
  },

  part: ({ logits }) => Array.from(logits, sigmoid),
  pieceLoss({ logits }, { classes }) {
    const own = new Set(classes);
    // softplus(z) - y z, without overflow.
    const each = Array.from(logits, (z, place) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - (own.has(place) ? z : 0));
    return each.reduce((sum, value) => sum + value, 0) / each.length;
  },
  answer({ text, pair }, parts, { labels }) {
    const probabilities = meanOf(parts);
    const scores = Object.fromEntries(labels.map((label, place) => [label, probabilities[place]]));
    const chosen = labels.filter((_, place) => probabilities[place] >= 0.5);
    return { ...(pair === undefined ? { text } : { text, pair }), labels: chosen, scores };
  },
  score(examples, answers, { labels }) {
    const gold = examples.map((example) => example.labels ?? []);
    return multilabelMetrics(gold, answers.map((answer) => answer.labels), labels);
  },
};
