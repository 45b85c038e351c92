/** One row's candidates and the slots to fill; arrays are reused from row to row. */
export interface MaskedRow {
  /** Positions that may be masked, ascending; the first `candidateCount` entries count. Strategies may overwrite them. */
  readonly candidates: Int32Array;
  candidateCount: number;
  /** 1 where a word begins, by position in the row; only whole-word and span masking read it. */
  wordStarts: Uint8Array | undefined;
  /** Filled by the strategy: the chosen positions. */
  readonly chosen: Int32Array;
  /** Filled by the strategy: slots with the same number share one fate (masked, kept or replaced). */
  readonly groups: Int32Array;
}
