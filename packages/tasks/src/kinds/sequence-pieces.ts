import { checkReading, textWindows } from '@electra-ts/nn';
import type { Tokenizer } from '@electra-ts/tokenizer';
import { encodeExamples, type EncodedExample, type ExampleTokenizer, joined } from '../encode-examples.js';
import type { Unlabeled } from '../labeled-data.js';
import type { Feeds, TaskPiece } from './task-kind.js';

/** A piece that is one sequence. */
export interface SequencePiece extends TaskPiece, EncodedExample {}

/**
 * Texts, or pairs, as one piece each, cut where they are too long; or in as many overlapping windows as it takes (of a
 * pair, every window of one with every window of the other).
 *
 * @throws TooMuchToRead where a pair makes windows of more than `mostTokens` tokens
 */
export async function sequencePieces(
  examples: readonly Unlabeled[],
  { tokenizer, maxLength, mostTokens }: { readonly tokenizer: ExampleTokenizer; readonly maxLength: number; readonly mostTokens?: number | undefined },
  how: 'training' | 'answering',
): Promise<{ pieces: SequencePiece[]; truncated: number }> {
  if (how === 'training') {
    const { encoded, truncated } = await encodeExamples(examples, tokenizer, maxLength);
    return { pieces: encoded.map((each, owner) => asPiece(each, owner)), truncated };
  }
  const firsts = await tokenizer.encodeBatch(examples.map(({ text }) => text));
  const seconds = await tokenizer.encodeBatch(examples.map(({ pair }) => pair ?? ''));
  const pieces = examples.flatMap(({ pair }, owner) =>
    windowed(tokenizer, firsts[owner].ids, pair === undefined ? null : seconds[owner].ids, maxLength, mostTokens).map((each) =>
      asPiece(each, owner),
    ),
  );
  return { pieces, truncated: 0 };
}

const asPiece = (each: EncodedExample, owner: number): SequencePiece => ({ ...each, owner, tokens: each.ids.length });

/**
 * The pieces of a text, or pair, that the model reads: one where it fits.
 *
 * @throws TooMuchToRead where a pair makes pieces of more than `mostTokens` tokens
 */
export function windowed(
  tokenizer: Pick<Tokenizer, 'specialTokens'>,
  first: Int32Array,
  second: Int32Array | null,
  maxTokens: number,
  mostTokens?: number,
): EncodedExample[] {
  if (second === null) return cut(first, maxTokens - 2).map((piece) => joined(tokenizer, piece, null));
  const room = maxTokens - 3;
  const half = Math.floor(room / 2);
  // The shorter one keeps its length where that leaves the other at least half of the room.
  const roomOfSecond = first.length <= half ? room - first.length : Math.min(second.length, half);
  const roomOfFirst = room - Math.min(second.length, roomOfSecond);
  const [firsts, seconds] = [cut(first, roomOfFirst), cut(second, roomOfSecond)];
  // Before they are made: there are as many as the product, which a page of text can make millions.
  const windows = firsts.length * seconds.length;
  checkReading({ windows, tokens: seconds.length * total(firsts) + firsts.length * total(seconds) + 3 * windows }, mostTokens);
  return firsts.flatMap((piece) => seconds.map((other) => joined(tokenizer, piece, other)));
}

const total = (pieces: readonly Int32Array[]): number => pieces.reduce((sum, { length }) => sum + length, 0);

/** Overlapping windows over a text; an empty text is one empty window. */
function cut(ids: Int32Array, size: number): Int32Array[] {
  if (ids.length === 0) return [ids];
  return textWindows(ids.length, Math.max(1, size)).map(({ start, end }) => ids.subarray(start, end));
}

/** ids and types int32 and attentionMask float32, [rows, length]. */
export function sequenceInputs(
  pieces: readonly EncodedExample[],
  shape: readonly [rows: number, length: number],
  padId: number,
): Feeds {
  const [rows, length] = shape;
  const ids = new Int32Array(rows * length).fill(padId);
  const types = new Int32Array(rows * length);
  const attentionMask = new Float32Array(rows * length);
  pieces.forEach((piece, b) => {
    ids.set(piece.ids, b * length);
    types.set(piece.types, b * length);
    attentionMask.fill(1, b * length, b * length + piece.ids.length);
  });
  return {
    ids: { shape, dtype: 'int32', data: ids },
    types: { shape, dtype: 'int32', data: types },
    attentionMask: { shape, dtype: 'float32', data: attentionMask },
  };
}

/** Weights [rows] that are 1 for pieces and 0 for rows past them. */
export function rowWeights(pieces: number, rows: number): Feeds {
  return { weights: { shape: [rows], dtype: 'float32', data: new Float32Array(rows).fill(1, 0, pieces) } };
}

/** Means by place of rows of equal length. */
export function meanOf(rows: readonly (readonly number[])[]): number[] {
  const sums = rows[0].map((_, place) => rows.reduce((sum, row) => sum + row[place], 0));
  return sums.map((sum) => sum / rows.length);
}
