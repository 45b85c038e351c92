/** Which sequences share a batch, and its size. */
export interface LengthBatch {
  /** Indices of the sequences; rows of the batch past these are padding. */
  readonly rows: readonly number[];
  readonly shape: readonly [rows: number, tokens: number];
}

/** Tokens of a batch, padding included: enough for large matrix products, and longer texts need no more memory. */
const BATCH_TOKENS = 4096;
const MAX_ROWS = 32;

/** Lengths up to which batches are padded to multiples of a number: the longer, the coarser, so that there are few. */
const GRAINS = [
  [64, 8],
  [128, 16],
  [256, 32],
] as const;
const COARSEST = 64;

const nextPower = (n: number): number => 2 ** Math.ceil(Math.log2(n));

/**
 * Batches of sequences of like length, for inference: padding is computed like anything else, and a compiled step exists once a
 * shape. Each batch is as long as its longest sequence, rounded up to one of 16 lengths below 512, and holds none less than half
 * as long; rows are rounded up to a power of two.
 *
 * @param lengths in tokens
 * @param options.maxTokens longest batch, the model's positions say
 * @param options.maxRows most rows of a batch, 32 when absent
 * @throws RangeError where a sequence is empty or longer than `maxTokens`
 */
export function lengthBatches(lengths: readonly number[], options: { readonly maxTokens: number; readonly maxRows?: number }): LengthBatch[] {
  const { maxTokens, maxRows = MAX_ROWS } = options;
  for (const length of lengths) {
    if (length < 1 || length > maxTokens) throw new RangeError(`lengthBatches: expected sequences of 1 to ${maxTokens} tokens; received ${length}`);
  }
  // The longest first, so that what is left over are the shortest.
  const order = lengths.map((_, row) => row).sort((a, b) => lengths[b] - lengths[a] || a - b);
  const batches: LengthBatch[] = [];
  for (let at = 0; at < order.length; ) {
    const tokens = Math.min(maxTokens, paddedLength(lengths[order[at]]));
    const room = Math.min(maxRows, 2 ** Math.floor(Math.log2(Math.max(1, BATCH_TOKENS / tokens))));
    let end = at + 1;
    while (end < order.length && end - at < room && 2 * paddedLength(lengths[order[end]]) >= tokens) end++;
    batches.push({ rows: order.slice(at, end), shape: [Math.min(room, nextPower(end - at)), tokens] });
    at = end;
  }
  return batches;
}

function paddedLength(length: number): number {
  const [, grain] = GRAINS.find(([longest]) => length <= longest) ?? [Infinity, COARSEST];
  return Math.ceil(length / grain) * grain;
}
