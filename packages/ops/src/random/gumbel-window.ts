import { NoisePool, POOL_SIZE, PoolCache } from './noise-pool.js';
import { NoiseReservoir } from './noise-reservoir.js';
import { domains, Philox } from './philox.js';
import { checkKey, type RandomKey } from './random-key.js';

const reservoirs = new PoolCache<NoiseReservoir>(2);

/**
 * The Gumbel noise that `fillGumbel` writes, as a view of memory that other noise shares: nothing is copied. It must not be written, and
 * has to be read before noise of a later step is asked for. See NoiseReservoir for how the elements are drawn.
 *
 * @param size Elements.
 * @throws RangeError for a key out of range.
 */
export function gumbelWindow(size: number, key: RandomKey): Float32Array {
  checkKey('gumbelWindow', key);
  const { seed } = key;
  const reservoir = reservoirs.get(`${seed}`, () => {
    const quantile = (rank: number): number => -Math.log(-Math.log((rank + 0.5) / POOL_SIZE));
    const pool = new NoisePool(new Philox(seed, 0, 0, domains.gumbelPool), quantile);
    return new NoiseReservoir(pool, { offset: domains.gumbelOffset, filling: domains.gumbelFilling });
  });
  return reservoir.window(size, key);
}
