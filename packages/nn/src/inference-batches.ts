import { lengthBatches } from './length-batches.js';

// B rows, T tokens

/** Sequences of unequal length, padded to one of a few shapes. */
export interface InferenceBatch {
  /** Which sequences the rows hold, by their index in the input; rows past these are padding. */
  readonly rows: readonly number[];
  /** [B, T] */
  readonly shape: readonly [number, number];
  /** Token ids, B*T. */
  readonly ids: Int32Array;
  /** Token types, B*T. */
  readonly types: Int32Array;
  /** 1 for a token, 0 for padding, B*T. */
  readonly attentionMask: Float32Array;
}

/** The shapes of a batch's arrays, with the names of axes of any size; see `ModelRuntime.prepare`. */
export const textShapes = { ids: ['rows', 'tokens'], types: ['rows', 'tokens'], attentionMask: ['rows', 'tokens'] } as const;

/** A sequence with its special tokens. */
export interface InferenceSequence {
  readonly ids: ArrayLike<number>;
  /** Token types; all 0 when absent. */
  readonly types?: ArrayLike<number>;
}

/**
 * Sequences of unequal length in the batches of `lengthBatches`, filled.
 *
 * @param sequences in any order; none longer than `maxTokens`
 * @param options.maxTokens the model's positions
 * @param options.padId id of the padding token
 * @param options.maxRows most rows of a batch, 32 when absent
 * @throws RangeError where a sequence is empty or longer than `maxTokens`
 */
export function inferenceBatches(
  sequences: readonly InferenceSequence[],
  options: { readonly maxTokens: number; readonly padId: number; readonly maxRows?: number },
): InferenceBatch[] {
  const batches = lengthBatches(sequences.map(({ ids }) => ids.length), options);
  return batches.map(({ rows, shape }) => padded(sequences, rows, shape, options.padId));
}

function padded(
  sequences: readonly InferenceSequence[],
  rows: readonly number[],
  shape: readonly [number, number],
  padId: number,
): InferenceBatch {
  const size = shape[0] * shape[1];
  const batch = {
    rows,
    shape,
    ids: new Int32Array(size).fill(padId),
    types: new Int32Array(size),
    attentionMask: new Float32Array(size),
  };
  rows.forEach((row, b) => {
    const { ids, types } = sequences[row];
    const offset = b * shape[1];
    batch.ids.set(ids, offset);
    if (types !== undefined) batch.types.set(types, offset);
    batch.attentionMask.fill(1, offset, offset + ids.length);
  });
  return batch;
}
