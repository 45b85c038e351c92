import { NoisePool, POOL_SIZE, PoolCache } from './noise-pool.js';
import { domains, Philox } from './philox.js';
import { checkKey, type RandomKey } from './random-key.js';

// One pool a (seed, rate): a run has one seed and at most three rates (hidden, attention, classifier).
const pools = new PoolCache(4);

/**
 * Fills `out` with an inverted-dropout mask: 0 with probability `dropRate`, else 1 / (1 - dropRate), so that
 * multiplying by it keeps the mean. See NoisePool for how the elements are drawn.
 *
 * @param dropRate Probability of a 0, in [0, 1); met to 2^-21. 0 gives all ones.
 * @throws RangeError for a rate out of range and for a key out of range.
 */
export function fillKeepMask(out: Float32Array, key: RandomKey, dropRate: number): void {
  checkKey('fillKeepMask', key);
  if (!(dropRate >= 0 && dropRate < 1)) {
    throw new RangeError(`fillKeepMask: expected dropRate in [0, 1), received ${dropRate}`);
  }
  if (dropRate === 0) {
    out.fill(1);
    return;
  }
  const { seed, step, site } = key;
  const pool = pools.get(`${seed} ${dropRate}`, () => {
    const dropped = Math.round(dropRate * POOL_SIZE);
    const kept = 1 / (1 - dropRate);
    return new NoisePool(new Philox(seed, 0, 0, domains.maskPool), (rank) => (rank < dropped ? 0 : kept));
  });
  pool.fill(out, new Philox(seed, step, site, domains.maskOffset), out.length || 1);
}
