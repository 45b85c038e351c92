import { Philox } from './philox.js';

/** Elements of a pool, a power of two. Its 4 MiB stay in a processor's cache while tensors are filled from it. */
export const POOL_SIZE = 2 ** 20;

/** Elements copied from one place of a pool: long enough to be a memory copy, short against the pool. */
export const BLOCK_SIZE = 4096;

/**
 * Many random numbers at the price of copying them. Drawing each number of a dropout mask by itself would cost more
 * than the mask's layer: the masks of one step of ELECTRA-small have 64 million elements (see NoiseReservoir too).
 *
 * The pool holds POOL_SIZE values of the wanted distribution in random order: exactly one from each of POOL_SIZE
 * equally likely slices of it, so that its mean has no sampling error. A tensor is filled block by block; each block is
 * read from a random offset of its own, drawn by counter from (seed, step, site, block). An element's distribution over
 * keys is that of the pool. Two blocks share some of their values with probability 2 * BLOCK_SIZE / POOL_SIZE = 1/128,
 * almost always shifted against each other; within a block, correlations are those of a random permutation.
 */
export class NoisePool {
  // One block longer than the pool, repeating its head, so that no copy has to wrap around.
  private readonly values = new Float32Array(POOL_SIZE + BLOCK_SIZE);

  /**
   * @param order Random words that shuffle the pool.
   * @param quantile Value of slice `rank` of POOL_SIZE; the distribution's quantile function.
   */
  constructor(order: Philox, quantile: (rank: number) => number) {
    const values = this.values;
    for (let rank = 0; rank < POOL_SIZE; rank++) {
      values[rank] = quantile(rank);
    }
    shuffle(values.subarray(0, POOL_SIZE), order);
    values.copyWithin(POOL_SIZE, 0, BLOCK_SIZE);
  }

  /**
   * Fills `out` block by block.
   *
   * @param offsets Random words that place the blocks.
   */
  fill(out: Float32Array, offsets: Philox): void {
    for (let start = 0, block = 0; start < out.length; start += BLOCK_SIZE, block++) {
      // Four blocks are placed by the words of one counter.
      const words = block % 4 === 0 ? offsets.block(block / 4) : offsets.words;
      const offset = words[block % 4] & (POOL_SIZE - 1);
      const length = Math.min(BLOCK_SIZE, out.length - start);
      out.set(this.values.subarray(offset, offset + length), start);
    }
  }
}

/** Fisher-Yates. The bias of scaling 32-bit words to a range of at most POOL_SIZE is below 2^-12 relative. */
function shuffle(values: Float32Array, random: Philox): void {
  for (let last = values.length - 1; last > 0; last--) {
    // Counting down, a block of four words is entered at its last one: the pool's size is a multiple of four.
    const words = last % 4 === 3 ? random.block(last >>> 2) : random.words;
    const other = ((words[last % 4] / 2 ** 32) * (last + 1)) | 0;
    const held = values[last];
    values[last] = values[other];
    values[other] = held;
  }
}

/** Keeps the pools used last, so that a step does not build them again; older ones are dropped. */
export class PoolCache<T> {
  private readonly pools = new Map<string, T>();

  /** @param capacity Pools kept, of 4 MiB or more each. */
  constructor(private readonly capacity: number) {}

  /** The pool called `name`, built by `build` if it is not held. */
  get(name: string, build: () => T): T {
    const pool = this.pools.get(name) ?? build();
    this.pools.delete(name);
    this.pools.set(name, pool);
    if (this.pools.size > this.capacity) {
      const [oldest] = this.pools.keys();
      this.pools.delete(oldest);
    }
    return pool;
  }
}
