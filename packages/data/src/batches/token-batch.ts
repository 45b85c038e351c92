// Shapes: B batch (rows), T tokens of a row.

/** Rows of token ids of one length, padded at the end. Every array is row after row, [B*T]. */
export interface TokenBatch {
  readonly batchSize: number;
  readonly sequenceLength: number;
  readonly ids: Int32Array;
  /** Segment of each token: 0 or 1. */
  readonly types: Int32Array;
  /** 1 for real tokens, 0 for padding. */
  readonly attentionMask: Float32Array;
  /** 1 where a word begins (whole-word masking needs it); [CLS] and [SEP] count as words. */
  readonly wordStarts?: Uint8Array;
}

/** A batch of padding only: ids are `padId`, everything else 0. */
export function emptyBatch(batchSize: number, sequenceLength: number, padId: number): Required<TokenBatch> {
  const size = batchSize * sequenceLength;
  const ids = new Int32Array(size);
  if (padId !== 0) {
    ids.fill(padId);
  }
  return {
    batchSize,
    sequenceLength,
    ids,
    types: new Int32Array(size),
    attentionMask: new Float32Array(size),
    wordStarts: new Uint8Array(size),
  };
}
