import { NoisePool, POOL_SIZE, PoolCache } from './noise-pool.js';
import { NoiseReservoir } from './noise-reservoir.js';
import { domains, Philox } from './philox.js';
import { checkKey, type RandomKey } from './random-key.js';

// One reservoir a (seed, rate): a run has one seed and at most three rates (hidden, attention, classifier).
const reservoirs = new PoolCache<NoiseReservoir>(4);

/**
 * The inverted-dropout mask that `fillKeepMask` writes, as a view of memory that other masks share: nothing is copied. It must not be
 * written, and has to be read before a mask of a later step is asked for. See NoiseReservoir for how the elements are drawn.
 *
 * @param size Elements of the mask.
 * @param dropRate Probability of a 0, in [0, 1); met to 2^-21. 0 gives all ones.
 * @throws RangeError for a rate out of range and for a key out of range.
 */
export function keepMaskWindow(size: number, key: RandomKey, dropRate: number): Float32Array {
  checkKey('keepMaskWindow', key);
  if (!(dropRate >= 0 && dropRate < 1)) {
    throw new RangeError(`keepMaskWindow: expected dropRate in [0, 1), received ${dropRate}`);
  }
  if (dropRate === 0) return new Float32Array(size).fill(1);
  const { seed } = key;
  const reservoir = reservoirs.get(`${seed} ${dropRate}`, () => {
    const dropped = Math.round(dropRate * POOL_SIZE);
    const kept = 1 / (1 - dropRate);
    const pool = new NoisePool(new Philox(seed, 0, 0, domains.maskPool), (rank) => (rank < dropped ? 0 : kept));
    return new NoiseReservoir(pool);
  });
  return reservoir.window(size, key);
}
