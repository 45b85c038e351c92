import { ElectraForMultipleChoice } from '@electra-ts/discriminator';
import { sequenceClassificationLoss } from '@electra-ts/losses';
import { add, type Tensor1D, type Tensor2D, type Tensor3D } from '@tensorflow/tfjs-core';
import { largest, softmax } from '../class-scores.js';
import { encodeExamples, type EncodedExample } from '../encode-examples.js';
import { accuracy } from '../metrics/classification-metrics.js';
import { inputText, inputTexts, optionalText } from './input-value.js';
import { rowWeights, sequenceInputs, sequencePieces } from './sequence-pieces.js';
import type { TaskKind, TaskPiece } from './task-kind.js';

/** A text, perhaps a question about it, and what may be the answer. */
export interface ChoiceExample {
  readonly text: string;
  readonly question?: string;
  readonly choices: readonly string[];
  /** Place of the right one; absent where it is asked for. */
  readonly answer?: number;
}

/** The example with the choice that is most likely right. */
export interface Choice extends Omit<ChoiceExample, 'answer'> {
  /** Its place in `choices`. */
  readonly choice: number;
  /** Probability of each choice; they sum to 1. */
  readonly scores: readonly number[];
}

interface Piece extends TaskPiece {
  /** One sequence a choice. */
  readonly sequences: readonly EncodedExample[];
  readonly answer: number;
}

const sequences = ['rows', 'choices', 'tokens'] as const;

/** Below any logit: what a choice that is not there gets. */
const ABSENT = -1e4;

/**
 * The right one of several choices. The network reads the text beside each choice, with the question before it; a text
 * that is too long is read in windows, of which each choice keeps its highest logit.
 */
export const multipleChoice: TaskKind<ChoiceExample, Piece, number[], Choice, ElectraForMultipleChoice> = {
  architecture: 'ElectraForMultipleChoice',
  states: 'first',
  create: (config, { seed }) => ElectraForMultipleChoice.create(config, { seed }),
  load: (folder, head) => ElectraForMultipleChoice.fromPretrained(folder, head),
  labelsOf: () => [],
  outputs(model, feeds, random) {
    const inputs = {
      ids_BCT: feeds['ids'] as Tensor3D,
      types_BCT: feeds['types'] as Tensor3D,
      attentionMask_BCT: feeds['attentionMask'] as Tensor3D,
    };
    return { logits: add(model.logits(inputs, random), feeds['absent']) };
  },
  loss: ({ logits }, { labels, weights }) =>
    sequenceClassificationLoss(logits as Tensor2D, labels as Tensor1D, weights as Tensor1D),

  input(values) {
    const question = optionalText(values, 'question');
    const example = { text: inputText(values, 'text'), choices: inputTexts(values, 'choices', 2) };
    return question === undefined ? example : { ...example, question };
  },
  async encode(examples, { tokenizer, recipe: { maxLength }, mostTokens }, how) {
    const beside = ({ question }: ChoiceExample, choice: string) => (question === undefined ? choice : `${question} ${choice}`);
    const pairs = examples.map((example) =>
      example.choices.map((choice) => ({ text: example.text, pair: beside(example, choice) })),
    );
    const asPiece = (owner: number, sequences: readonly EncodedExample[]): Piece => ({
      owner,
      sequences,
      answer: examples[owner].answer ?? 0,
      tokens: Math.max(...sequences.map(({ ids }) => ids.length)),
    });
    if (how === 'training') {
      const { encoded, truncated } = await encodeExamples(pairs.flat(), tokenizer, maxLength);
      let at = 0;
      const pieces = pairs.map((own, owner) => asPiece(owner, encoded.slice(at, (at += own.length))));
      return { pieces, truncated };
    }
    const { pieces: all } = await sequencePieces(pairs.flat(), { tokenizer, maxLength, mostTokens }, how);
    const windows: EncodedExample[][] = pairs.flat().map(() => []);
    for (const piece of all) windows[piece.owner].push(piece);
    let first = 0;
    const pieces = pairs.flatMap((own, owner) => {
      const byChoice = windows.slice(first, (first += own.length));
      const count = Math.max(...byChoice.map(({ length }) => length));
      // A choice with fewer windows than another repeats its last one, which changes no maximum.
      return Array.from({ length: count }, (_, n) => asPiece(owner, byChoice.map((each) => each[n] ?? each[each.length - 1])));
    });
    return { pieces, truncated: 0 };
  },
  tokensRead: ({ sequences, tokens }) => sequences.length * tokens,
  inputs(pieces, [rows, length], padId) {
    const choices = Math.max(...pieces.map(({ sequences }) => sequences.length));
    const nothing: EncodedExample = { ids: new Int32Array(0), types: new Uint8Array(0) };
    const flat = pieces.flatMap(({ sequences }) => Array.from({ length: choices }, (_, c) => sequences[c] ?? nothing));
    const { ids, types, attentionMask } = sequenceInputs(flat, [rows * choices, length], padId);
    const absent = new Float32Array(rows * choices);
    pieces.forEach(({ sequences }, b) => absent.fill(ABSENT, b * choices + sequences.length, (b + 1) * choices));
    const shape = [rows, choices, length];
    return {
      ids: { ...ids, shape },
      types: { ...types, shape },
      attentionMask: { ...attentionMask, shape },
      absent: { shape: [rows, choices], dtype: 'float32', data: absent },
    };
  },
  shapes: { ids: sequences, types: sequences, attentionMask: sequences, absent: ['rows', 'choices'] },
  targets(pieces, [rows]) {
    const data = new Int32Array(rows);
    pieces.forEach(({ answer }, b) => (data[b] = answer));
    return { labels: { shape: [rows], dtype: 'int32', data }, ...rowWeights(pieces.length, rows) };
  },

  part: ({ logits }, { sequences }) => Array.from(logits.subarray(0, sequences.length)),
  pieceLoss: ({ logits }, { answer }) => -Math.log(Math.max(softmax(logits)[answer], Number.MIN_VALUE)),
  answer({ text, question, choices }, parts) {
    const scores = softmax(choices.map((_, choice) => Math.max(...parts.map((part) => part[choice]))));
    const input = question === undefined ? { text, choices } : { text, question, choices };
    return { ...input, choice: largest(scores), scores };
  },
  score: (examples, answers) => ({
    accuracy: accuracy({ gold: examples.map(({ answer = -1 }) => answer), predicted: answers.map(({ choice }) => choice) }),
  }),
};
