import { UserError } from '@electra-ts/config';
import { ElectraForSequenceClassification } from '@electra-ts/discriminator';
import { regressionLoss } from '@electra-ts/losses';
import { textShapes } from '@electra-ts/nn';
import { reshape, type Tensor1D } from '@tensorflow/tfjs-core';
import type { Unlabeled } from '../labeled-data.js';
import { meanSquaredError, pearson, spearman } from '../metrics/regression-metrics.js';
import { classification } from './classification.js';
import { modelInputs } from './model-inputs.js';
import { rowWeights, sequenceInputs, type SequencePiece, sequencePieces } from './sequence-pieces.js';
import type { TaskKind } from './task-kind.js';

/** A text, or pair, with the number that is predicted for it. */
export interface Estimate extends Unlabeled {
  readonly score: number;
}

/** A text, or pair, with its number. */
export interface MeasuredExample extends Unlabeled {
  /** Absent where it is asked for. */
  readonly value?: number;
}

interface Piece extends SequencePiece {
  /** The example's number on the scale of training; NaN where it has none. */
  readonly target: number;
}

/**
 * A number for a text or a pair. Training maps the task's range to 0 to 1, as the reference divides STS-B's scores by 5;
 * the last layer of the saved model is scaled back, so that here and in transformers it gives the task's own numbers.
 */
export const regression: TaskKind<MeasuredExample, Piece, number, Estimate, ElectraForSequenceClassification> = {
  architecture: 'ElectraForSequenceClassification',
  states: 'first',
  lowerIsBetter: ['mse'],
  create: (config, head) => ElectraForSequenceClassification.create(config, { ...head, problemType: 'regression' }),
  async load(folder, head) {
    const model = await ElectraForSequenceClassification.fromPretrained(folder, head && { ...head, problemType: 'regression' });
    if (model.labels.length === 1) return model;
    model.dispose();
    throw new UserError({
      what: `${folder} holds a model that gives several numbers for a text`,
      expected: 'one label in config.json, which names the number',
      received: model.labels.join(', '),
    });
  },
  labelsOf: (model) => model.labels,
  outputs: (model, feeds, random) => ({ logits: model.logits(modelInputs(feeds), random) }),
  loss: ({ logits }, { targets, weights }) =>
    regressionLoss(reshape(logits, [logits.size]) as Tensor1D, targets as Tensor1D, weights as Tensor1D),
  savedValues(values, { range = [0, 1] }) {
    const scale = range[1] - range[0];
    const output = 'classifier.weight' in values ? 'classifier' : 'classifier.out_proj';
    const scaled = (name: string, offset: number) => ({
      ...values[name],
      data: Float32Array.from(values[name].data as Float32Array, (each) => each * scale + offset),
    });
    return {
      ...values,
      [`${output}.weight`]: scaled(`${output}.weight`, 0),
      [`${output}.bias`]: scaled(`${output}.bias`, range[0]),
    };
  },

  input: (values) => classification.input(values),
  async encode(examples, { tokenizer, recipe, mostTokens, range = [0, 1] }, how) {
    const { pieces, truncated } = await sequencePieces(examples, { tokenizer, maxLength: recipe.maxLength, mostTokens }, how);
    const target = (value = NaN) => (value - range[0]) / (range[1] - range[0]);
    return { pieces: pieces.map((piece) => ({ ...piece, target: target(examples[piece.owner].value) })), truncated };
  },
  inputs: sequenceInputs,
  shapes: textShapes,
  targets(pieces, [rows]) {
    const data = new Float32Array(rows);
    pieces.forEach(({ target }, b) => (data[b] = target));
    return { targets: { shape: [rows], dtype: 'float32', data }, ...rowWeights(pieces.length, rows) };
  },

  part: ({ logits }) => logits[0],
  pieceLoss: ({ logits }, { target }) => (logits[0] - target) ** 2,
  answer({ text, pair }, parts, { range = [0, 1] }) {
    const mean = parts.reduce((sum, each) => sum + each, 0) / parts.length;
    const score = range[0] + mean * (range[1] - range[0]);
    return pair === undefined ? { text, score } : { text, pair, score };
  },
  score(examples, answers) {
    const gold = examples.map(({ value = NaN }) => value);
    const predicted = answers.map(({ score }) => score);
    return { pearson: pearson(gold, predicted), spearmanr: spearman(gold, predicted), mse: meanSquaredError(gold, predicted) };
  },
};
