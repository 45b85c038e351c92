import type { HostTensor } from '@electra-ts/compiler';
import { seededRandom } from '@electra-ts/data';
import type { EncodedExample } from './encode-examples.js';

// B rows of a batch, T tokens

/** An encoded example with its class. */
export interface TaskExample extends EncodedExample {
  /** The label's place among the task's labels. */
  readonly label: number;
}

/** A batch of examples, padded to one of few shapes. */
export interface TaskBatch {
  /** Which examples the rows hold; rows past these are padding and weigh nothing. */
  readonly rows: readonly number[];
  /** ids, types int32 and attentionMask float32 [B, T]; labels int32 and weights float32 [B]. */
  readonly feeds: Readonly<Record<string, HostTensor>>;
}

/** How batches are made. */
export interface BatchingOptions {
  readonly batchSize: number;
  /** Longest example in tokens; none is longer. */
  readonly maxLength: number;
  readonly padId: number;
}

/** Shortest length that batches are padded to. */
const SHORTEST = 32;

/** The lengths that batches are padded to: powers of two from 32, and `maxLength`. A compiled step exists once a length. */
export function bucketLengths(maxLength: number): number[] {
  const lengths: number[] = [];
  for (let length = SHORTEST; length < maxLength; length *= 2) lengths.push(length);
  return [...lengths, maxLength];
}

/**
 * One pass over the examples in an order that is drawn anew each epoch: a pure function of seed and epoch. Examples of
 * like length share batches, which saves padding; what a length has left over goes up to the next one, so that only
 * the last batch can be short and an epoch always has `ceil(examples / batchSize)` batches.
 */
export function trainingEpoch(
  examples: readonly TaskExample[],
  options: BatchingOptions & { readonly seed: number; readonly epoch: number },
): TaskBatch[] {
  const random = seededRandom(options.seed, options.epoch);
  const shuffle = <T>(items: T[]): T[] => {
    for (let i = items.length - 1; i > 0; i--) {
      const j = random.integer(0, i);
      [items[i], items[j]] = [items[j], items[i]];
    }
    return items;
  };
  const batches = grouped(examples, options, shuffle);
  return shuffle(batches).map(({ length, rows }) => padded(examples, rows, length, options));
}

/** Every example once, in batches of like length. */
export function evaluationBatches(examples: readonly TaskExample[], options: BatchingOptions): TaskBatch[] {
  return grouped(examples, options, (items) => items).map(({ length, rows }) => padded(examples, rows, length, options));
}

interface Group {
  readonly length: number;
  readonly rows: number[];
}

function grouped(
  examples: readonly TaskExample[],
  { batchSize, maxLength }: BatchingOptions,
  order: (items: number[]) => number[],
): Group[] {
  const groups: Group[] = [];
  let waiting = examples.map((_, row) => row);
  let leftOver: number[] = [];
  for (const length of bucketLengths(maxLength)) {
    const fits = (row: number) => examples[row].ids.length <= length;
    const queue = [...leftOver, ...order(waiting.filter(fits))];
    waiting = waiting.filter((row) => !fits(row));
    // Nothing longer is to come: what is left makes the last batch.
    const end = waiting.length === 0 ? queue.length : queue.length - (queue.length % batchSize);
    for (let at = 0; at < end; at += batchSize) groups.push({ length, rows: queue.slice(at, at + batchSize) });
    leftOver = queue.slice(end);
  }
  if (waiting.length > 0) {
    const longest = Math.max(...waiting.map((row) => examples[row].ids.length));
    throw new RangeError(`Batches: expected examples of at most ${maxLength} tokens, received one of ${longest}.`);
  }
  return groups;
}

function padded(
  examples: readonly TaskExample[],
  rows: readonly number[],
  length: number,
  { batchSize, padId }: BatchingOptions,
): TaskBatch {
  const ids = new Int32Array(batchSize * length).fill(padId);
  const types = new Int32Array(batchSize * length);
  const attentionMask = new Float32Array(batchSize * length);
  const labels = new Int32Array(batchSize);
  const weights = new Float32Array(batchSize);
  rows.forEach((row, b) => {
    const example = examples[row];
    ids.set(example.ids, b * length);
    types.set(example.types, b * length);
    attentionMask.fill(1, b * length, b * length + example.ids.length);
    labels[b] = example.label;
    weights[b] = 1;
  });
  const shape = [batchSize, length];
  return {
    rows,
    feeds: {
      ids: { shape, dtype: 'int32', data: ids },
      types: { shape, dtype: 'int32', data: types },
      attentionMask: { shape, dtype: 'float32', data: attentionMask },
      labels: { shape: [batchSize], dtype: 'int32', data: labels },
      weights: { shape: [batchSize], dtype: 'float32', data: weights },
    },
  };
}
