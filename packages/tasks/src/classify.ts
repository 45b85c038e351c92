import { ElectraForSequenceClassification } from '@electra-ts/discriminator';
import { createRuntime, type EngineName } from '@electra-ts/engine';
import { inferenceBatches, textWindows } from '@electra-ts/nn';
import type { PreparedStep } from '@electra-ts/compiler';
import { Tokenizer } from '@electra-ts/tokenizer';
import { largest, softmax } from './class-scores.js';
import { classifierInference } from './classification-step.js';
import { type EncodedExample, joined } from './encode-examples.js';
import { readResults } from './finetuning-results.js';
import type { Unlabelled } from './labelled-data.js';

/** A text, or pair, with its most likely label. */
export interface Classification extends Unlabelled {
  readonly label: string;
  /** Probability by label; they sum to 1. */
  readonly scores: Readonly<Record<string, number>>;
}

/** What `classify` is told. */
export interface ClassifyOptions {
  /** Folder of a fine-tuned classifier. */
  readonly model: string;
  readonly texts: Iterable<Unlabelled> | AsyncIterable<Unlabelled>;
  /** Default `auto`. */
  readonly engine?: EngineName | 'auto';
  readonly threads?: number;
  /**
   * Longest piece that the model reads at once, in tokens. Default: what it was fine-tuned with, where its results.json
   * says so, else all its positions.
   */
  readonly maxLength?: number;
}

/** Texts that are read ahead, so that those of like length share batches. */
const CHUNK = 256;

/**
 * Labels texts, in their order, holding a few hundred at a time. A text that is too long is read in overlapping windows
 * whose probabilities are averaged (of a pair, every window of one with every window of the other): nothing is cut off.
 *
 * @throws UserError where the folder holds no classifier
 */
export async function* classify(options: ClassifyOptions): AsyncGenerator<Classification> {
  const { model: folder, texts, engine = 'auto', threads } = options;
  const results = await readResults(folder);
  const tokenizer = await Tokenizer.fromPretrained(folder);
  const { runtime } = await createRuntime({ engine, threads });
  try {
    const model = await ElectraForSequenceClassification.fromPretrained(folder);
    const step = runtime.prepare(classifierInference(model), { name: 'classify', variables: model.parameters });
    const positions = model.config.maxPositionEmbeddings;
    const maxTokens = Math.min(positions, options.maxLength ?? results?.recipe.maxLength ?? positions);
    for await (const chunk of chunks(texts)) {
      const scores = await score(chunk, { tokenizer, step, maxTokens, classes: model.labels.length });
      for (const [i, probabilities] of scores.entries()) {
        const named = Object.fromEntries(model.labels.map((label, place) => [label, probabilities[place]]));
        yield { ...chunk[i], label: model.labels[largest(probabilities)], scores: named };
      }
    }
    model.dispose();
  } finally {
    await runtime.dispose();
  }
}

interface Scorer {
  readonly tokenizer: Tokenizer;
  readonly step: PreparedStep;
  readonly maxTokens: number;
  readonly classes: number;
}

/** Probabilities of the classes for each text. */
async function score(texts: readonly Unlabelled[], scorer: Scorer): Promise<number[][]> {
  const { tokenizer, step, maxTokens, classes } = scorer;
  const firsts = await tokenizer.encodeBatch(texts.map(({ text }) => text));
  const seconds = await tokenizer.encodeBatch(texts.map(({ pair }) => pair ?? ''));
  const owners: number[] = [];
  const pieces = texts.flatMap(({ pair }, text) => {
    const windows = windowed(tokenizer, firsts[text].ids, pair === undefined ? null : seconds[text].ids, maxTokens);
    owners.push(...windows.map(() => text));
    return windows;
  });
  const sums = texts.map(() => new Array<number>(classes).fill(0));
  const counts = texts.map(() => 0);
  for (const { rows, shape, ids, types, attentionMask } of inferenceBatches(pieces, {
    maxTokens,
    padId: tokenizer.specialTokens.pad,
  })) {
    const { logits } = await step.run({
      ids: { shape, dtype: 'int32', data: ids },
      types: { shape, dtype: 'int32', data: types },
      attentionMask: { shape, dtype: 'float32', data: attentionMask },
    });
    rows.forEach((piece, b) => {
      const owner = owners[piece];
      counts[owner]++;
      softmax(logits.data.subarray(b * classes, (b + 1) * classes)).forEach((p, place) => (sums[owner][place] += p));
    });
  }
  return sums.map((sum, text) => sum.map((total) => total / counts[text]));
}

/** The pieces of a text, or pair, that the model reads: one where it fits. */
export function windowed(
  tokenizer: Pick<Tokenizer, 'specialTokens'>,
  first: Int32Array,
  second: Int32Array | null,
  maxTokens: number,
): EncodedExample[] {
  if (second === null) return cut(first, maxTokens - 2).map((piece) => joined(tokenizer, piece, null));
  const room = maxTokens - 3;
  const half = Math.floor(room / 2);
  // The shorter one keeps its length where that leaves the other at least half of the room.
  const roomOfSecond = first.length <= half ? room - first.length : Math.min(second.length, half);
  const roomOfFirst = room - Math.min(second.length, roomOfSecond);
  return cut(first, roomOfFirst).flatMap((piece) =>
    cut(second, roomOfSecond).map((other) => joined(tokenizer, piece, other)),
  );
}

/** Overlapping windows over a text; an empty text is one empty window. */
function cut(ids: Int32Array, size: number): Int32Array[] {
  if (ids.length === 0) return [ids];
  return textWindows(ids.length, Math.max(1, size)).map(({ start, end }) => ids.subarray(start, end));
}

async function* chunks(texts: ClassifyOptions['texts']): AsyncGenerator<Unlabelled[]> {
  let chunk: Unlabelled[] = [];
  for await (const text of texts) {
    chunk.push(text);
    if (chunk.length === CHUNK) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}
