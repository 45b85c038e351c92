import { seededRandom } from '@electra-ts/data';

/** Which pieces share a batch, and what they are padded to. */
export interface BatchPlan {
  /** Places of the pieces; a batch may have more rows than these, which are padding. */
  readonly rows: readonly number[];
  /** Rows and tokens of the batch. */
  readonly shape: readonly [rows: number, length: number];
}

/** How batches are made. */
export interface BatchingOptions {
  readonly batchSize: number;
  /** What batches are padded to, in tokens, ascending, as `paddedLengths` has them; no piece is longer than the last. */
  readonly padded: readonly number[];
}

/**
 * One pass over the pieces in an order that is drawn anew each epoch: a pure function of seed and epoch. Pieces of
 * like length share batches, which saves padding; what a length has left over goes up to the next one, so that only
 * the last batch can be short and an epoch always has `ceil(pieces / batchSize)` batches.
 *
 * @param lengths of the pieces, in tokens
 */
export function trainingEpoch(
  lengths: readonly number[],
  options: BatchingOptions & { readonly seed: number; readonly epoch: number },
): BatchPlan[] {
  const random = seededRandom(options.seed, options.epoch);
  const shuffle = <T>(items: T[]): T[] => {
    for (let i = items.length - 1; i > 0; i--) {
      const j = random.integer(0, i);
      [items[i], items[j]] = [items[j], items[i]];
    }
    return items;
  };
  return shuffle(grouped(lengths, options, shuffle));
}

/** Every piece once, in batches of like length. */
export function evaluationBatches(lengths: readonly number[], options: BatchingOptions): BatchPlan[] {
  return grouped(lengths, options, (items) => items);
}

/** The share of a batch plan's tokens that are padding, 0 to 1. */
export function paddingShare(lengths: readonly number[], plans: readonly BatchPlan[]): number {
  const computed = plans.reduce((sum, { shape: [rows, length] }) => sum + rows * length, 0);
  const read = plans.reduce((sum, { rows }) => sum + rows.reduce((own, row) => own + lengths[row], 0), 0);
  return computed === 0 ? 0 : 1 - read / computed;
}

function grouped(
  lengths: readonly number[],
  { batchSize, padded }: BatchingOptions,
  order: (items: number[]) => number[],
): BatchPlan[] {
  const groups: BatchPlan[] = [];
  let waiting = lengths.map((_, row) => row);
  let leftOver: number[] = [];
  for (const length of padded) {
    const fits = (row: number) => lengths[row] <= length;
    const queue = [...leftOver, ...order(waiting.filter(fits))];
    waiting = waiting.filter((row) => !fits(row));
    // Nothing longer is to come: what is left makes the last batch.
    const end = waiting.length === 0 ? queue.length : queue.length - (queue.length % batchSize);
    for (let at = 0; at < end; at += batchSize) groups.push({ shape: [batchSize, length], rows: queue.slice(at, at + batchSize) });
    leftOver = queue.slice(end);
  }
  if (waiting.length > 0) {
    const longest = waiting.reduce((most, row) => Math.max(most, lengths[row]), 0);
    throw new RangeError(`Batches: expected examples of at most ${padded.at(-1)} tokens, received one of ${longest}.`);
  }
  return groups;
}
