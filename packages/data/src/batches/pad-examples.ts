import type { Example } from '../examples/example-builder.js';
import { keptLengths } from './kept-lengths.js';
import { emptyBatch, type TokenBatch } from './token-batch.js';

/** How long the rows of a padded batch are. */
export interface PadOptions {
  /**
   * `fixed` (default): every row has `sequenceLength` tokens. `longest`: rows are as long as the batch's longest
   * example, at most `sequenceLength`, which saves work where examples are short.
   */
  readonly length?: 'fixed' | 'longest';
  /** With `longest`, lengths are rounded up to a multiple, so that few different shapes occur; default 8. */
  readonly multipleOf?: number;
}

/** A padded batch, and what did not fit. */
export interface PaddedBatch extends Required<TokenBatch> {
  /** How many examples lost tokens because they are longer than `sequenceLength`. */
  readonly truncated: number;
}

/**
 * Puts examples into the rows of one batch. Longer ones are cut as Hugging Face's `longest_first` does: from the end of
 * the longer segment, each segment keeping its last token ([SEP]); the batch says how many were cut.
 *
 * @throws {RangeError} where there is no example, or `sequenceLength` cannot hold [CLS], two tokens and two [SEP]
 */
export function padExamples(
  examples: readonly Example[],
  sequenceLength: number,
  padId: number,
  options: PadOptions = {},
): PaddedBatch {
  if (examples.length === 0) {
    throw new RangeError('padExamples: expected at least one example, received none');
  }
  if (!Number.isInteger(sequenceLength) || sequenceLength < 5) {
    throw new RangeError(`padExamples: expected a sequence length of at least 5, received ${sequenceLength}`);
  }
  const batch = emptyBatch(examples.length, rowLength(examples, sequenceLength, options), padId);
  let truncated = 0;
  examples.forEach((example, row) => {
    truncated += fillRow(batch, row, example) ? 1 : 0;
  });
  return { ...batch, truncated };
}

function rowLength(examples: readonly Example[], sequenceLength: number, options: PadOptions): number {
  const { length = 'fixed', multipleOf = 8 } = options;
  if (length === 'fixed') {
    return sequenceLength;
  }
  const longest = examples.reduce((most, { ids }) => Math.max(most, ids.length), 1);
  return Math.min(sequenceLength, Math.ceil(longest / multipleOf) * multipleOf);
}

/** Writes an example into a row and tells whether it was cut. */
function fillRow(batch: Required<TokenBatch>, row: number, example: Example): boolean {
  const room = batch.sequenceLength;
  const place = row * room;
  const { ids } = example;
  const boundary = example.types.indexOf(1);
  const firstLength = boundary < 0 ? ids.length : boundary;
  const [first, second] = keptLengths(firstLength, ids.length - firstLength, room);
  copySegment(batch, place, example, 0, firstLength, first);
  copySegment(batch, place + first, example, firstLength, ids.length - firstLength, second);
  batch.types.fill(1, place + first, place + first + second);
  batch.attentionMask.fill(1, place, place + first + second);
  return first + second < ids.length;
}

/** Copies `kept` of a segment's `length` tokens: its beginning, and its last token at the end. */
function copySegment(
  batch: Required<TokenBatch>,
  place: number,
  { ids, wordStarts }: Example,
  from: number,
  length: number,
  kept: number,
): void {
  if (kept === 0) {
    return;
  }
  batch.ids.set(ids.subarray(from, from + kept - 1), place);
  batch.ids[place + kept - 1] = ids[from + length - 1];
  if (wordStarts) {
    batch.wordStarts.set(wordStarts.subarray(from, from + kept - 1), place);
    batch.wordStarts[place + kept - 1] = wordStarts[from + length - 1];
  } else {
    batch.wordStarts.fill(1, place, place + kept);
  }
}
