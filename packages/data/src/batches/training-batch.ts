import { UserError } from '@electra-ts/config';
import { Permutation } from '../random/permutation.js';
import type { ShardSet } from '../shards/shard-set.js';
import { emptyBatch, type TokenBatch } from './token-batch.js';

/** Which batch; see `trainingBatch`. */
export interface BatchOptions {
  readonly seed: number;
  /** Counted from 0. */
  readonly step: number;
  /** Rows of this worker's batch; all workers together take `batchSize * worldSize` examples a step. */
  readonly batchSize: number;
  /** Which of `worldSize` workers this is; default 0. */
  readonly rank?: number;
  /** Default 1. */
  readonly worldSize?: number;
}

/** What `trainingBatch` reads. */
export type ExampleSource = Pick<ShardSet, 'size' | 'sequenceLength' | 'copyExample'> & {
  readonly manifest: { readonly specialTokens: { readonly pad: number } };
};

/**
 * The batch of one worker at one step: a pure function of its arguments, so that a run can resume or be repeated
 * without any saved position. Examples come in the order of a permutation that changes with each epoch; steps and
 * ranks take them in turn, so that within an epoch none is lost or comes twice, whatever the world size. A batch may
 * begin in one epoch and end in the next.
 *
 * @throws {UserError} where there are no examples
 * @throws {RangeError} where an option is not a number that makes sense
 */
export function trainingBatch(shards: ExampleSource, options: BatchOptions): Required<TokenBatch> {
  const { batchSize } = options;
  const numbers = exampleNumbers(shards.size, options);
  const batch = emptyBatch(batchSize, shards.sequenceLength, shards.manifest.specialTokens.pad);
  for (let row = 0; row < batchSize; row++) {
    shards.copyExample(numbers[row], batch, row);
  }
  return batch;
}

/** The numbers of the examples in a batch out of `size` examples; see `trainingBatch`. */
export function exampleNumbers(size: number, options: BatchOptions): number[] {
  const { seed, step, batchSize, rank = 0, worldSize = 1 } = options;
  for (const [name, value, least] of [
    ['batchSize', batchSize, 1],
    ['worldSize', worldSize, 1],
    ['step', step, 0],
    ['rank', rank, 0],
  ] as const) {
    if (!Number.isSafeInteger(value) || value < least) {
      throw new RangeError(`trainingBatch: expected ${name} to be an integer of at least ${least}, received ${value}`);
    }
  }
  if (rank >= worldSize) {
    throw new RangeError(`trainingBatch: expected a rank below worldSize ${worldSize}, received ${rank}`);
  }
  if (size === 0) {
    throw new UserError({
      what: 'There are no examples to make a batch of',
      remedy: 'Prepare more text; a held-out part needs validationFraction above 0 and more than one example',
    });
  }
  const first = (step * worldSize + rank) * batchSize;
  let epoch = -1;
  let permutation: Permutation | undefined;
  return Array.from({ length: batchSize }, (_, row) => {
    const place = first + row;
    if (permutation === undefined || Math.floor(place / size) !== epoch) {
      epoch = Math.floor(place / size);
      permutation = new Permutation(size, seed, epoch);
    }
    return permutation.at(place % size);
  });
}
