import { ElectraForTokenClassification } from '@electra-ts/discriminator';
import { tokenClassificationLoss } from '@electra-ts/losses';
import { textShapes } from '@electra-ts/nn';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { largest, softmax } from '../class-scores.js';
import { taggingMetrics } from '../metrics/tagging-metrics.js';
import { tagSpans } from '../metrics/tag-spans.js';
import { inputText, inputTexts } from './input-value.js';
import { modelInputs } from './model-inputs.js';
import { sequenceInputs, type SequencePiece } from './sequence-pieces.js';
import { splitWords, type TextWord } from './split-words.js';
import type { TaskKind } from './task-kind.js';
import { wordPieces } from './word-pieces.js';

/** A sentence whose words are to be labeled. */
export interface TaggedExample {
  readonly text: string;
  readonly words: readonly TextWord[];
  /** One a word; absent where they are asked for. */
  readonly tags?: readonly string[];
}

/** A stretch of words with one label. */
export interface Entity {
  readonly label: string;
  /** First UTF-16 unit in the text. */
  readonly start: number;
  /** One past the last. */
  readonly end: number;
  readonly text: string;
  /** Mean probability of its words' labels. */
  readonly score: number;
}

/** A text with the labels of its words, and the stretches that they mark. */
export interface Tagging {
  readonly text: string;
  readonly entities: readonly Entity[];
  readonly tokens: readonly { readonly token: string; readonly start: number; readonly end: number; readonly label: string }[];
}

/** A window over a sentence. Each word is judged at its first piece, in one window only. */
export interface TaggingPiece extends SequencePiece {
  readonly words: readonly {
    readonly word: number;
    /** Place of the word's first piece in `ids`. */
    readonly position: number;
    /** Place of its label among the model's; -1 where it has none that the model knows. */
    readonly label: number;
  }[];
}

type Part = readonly { readonly word: number; readonly label: number; readonly probability: number }[];

/** A label for each word, given by its first word piece. Sentences that are too long are read in overlapping windows. */
export const tagging: TaskKind<TaggedExample, TaggingPiece, Part, Tagging, ElectraForTokenClassification> = {
  architecture: 'ElectraForTokenClassification',
  states: 'all',
  create: (config, head) => ElectraForTokenClassification.create(config, head),
  load: (folder, head) => ElectraForTokenClassification.fromPretrained(folder, head),
  labelsOf: (model) => model.labels,
  outputs: (model, feeds, random) => ({ logits: model.logits(modelInputs(feeds), random) }),
  loss: ({ logits }, { labels, weights }) =>
    tokenClassificationLoss(logits as Tensor3D, labels as Tensor2D, weights as Tensor2D),

  input(values) {
    if (values['words'] !== undefined) return wordsExample(inputTexts(values, 'words', 1));
    const text = inputText(values, 'text');
    return { text, words: splitWords(text) };
  },
  async encode(examples, { tokenizer, labels, recipe }) {
    const classes = new Map(labels.map((label, place) => [label, place]));
    const windows = await wordPieces(examples, tokenizer, recipe.maxLength);
    const pieces = windows.map(({ starts, ...piece }) => ({
      ...piece,
      tokens: piece.ids.length,
      words: starts.map(({ word, position }) => {
        const tag = examples[piece.owner].tags?.[word];
        return { word, position, label: tag === undefined ? -1 : (classes.get(tag) ?? -1) };
      }),
    }));
    return { pieces, truncated: 0 };
  },
  inputs: sequenceInputs,
  shapes: textShapes,
  targets(pieces, shape) {
    const [rows, length] = shape;
    const labels = new Int32Array(rows * length);
    const weights = new Float32Array(rows * length);
    pieces.forEach(({ words }, b) => {
      for (const { position, label } of words.filter((word) => word.label >= 0)) {
        labels[b * length + position] = label;
        weights[b * length + position] = 1;
      }
    });
    return {
      labels: { shape, dtype: 'int32', data: labels },
      weights: { shape, dtype: 'float32', data: weights },
    };
  },

  part({ logits }, { words }, { labels }) {
    return words.map(({ word, position }) => {
      const probabilities = softmax(logits.subarray(position * labels.length, (position + 1) * labels.length));
      const label = largest(probabilities);
      return { word, label, probability: probabilities[label] };
    });
  },
  pieceLoss({ logits }, { words, ids }, { labels }) {
    const known = words.filter(({ label }) => label >= 0);
    if (known.length === 0 || ids.length === 0) return 0;
    const losses = known.map(({ position, label }) => {
      const row = logits.subarray(position * labels.length, (position + 1) * labels.length);
      return -Math.log(Math.max(softmax(row)[label], Number.MIN_VALUE));
    });
    return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  },
  pieceWeight: ({ words, ids }) => (ids.length === 0 ? 0 : words.filter(({ label }) => label >= 0).length),
  answer({ text, words }, parts, { labels }) {
    const found = parts.flat();
    const tokens = words.map((word, i) => ({ ...word, label: labels[found[i].label] }));
    const entities = tagSpans(tokens.map(({ label }) => label)).map(({ label, from, to }): Entity => {
      const [start, end] = [words[from].start, words[to - 1].end];
      const score = found.slice(from, to).reduce((sum, { probability }) => sum + probability, 0) / (to - from);
      return { label, start, end, text: text.slice(start, end), score };
    });
    return { text, entities, tokens };
  },
  score: (examples, answers) =>
    taggingMetrics(
      examples.map(({ tags = [] }) => tags),
      answers.map(({ tokens }) => tokens.map(({ label }) => label)),
    ),
};

/** A sentence of words, with spaces between. */
export function wordsExample(words: readonly string[], tags?: readonly string[]): TaggedExample {
  let at = 0;
  const placed = words.map((token) => {
    const start = at;
    at += token.length + 1;
    return { token, start, end: start + token.length };
  });
  const example = { text: words.join(' '), words: placed };
  return tags === undefined ? example : { ...example, tags };
}
