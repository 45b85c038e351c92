import { NoisePool, POOL_SIZE, PoolCache } from './noise-pool.js';
import { domains, Philox } from './philox.js';
import { checkKey, type RandomKey } from './random-key.js';

const pools = new PoolCache(2);

/**
 * Fills `out` with standard Gumbel noise, -log(-log(u)): the index of the largest of logits + noise is a sample of
 * softmax(logits) (Gumbel 1954; the reference implementation's `sample_from_softmax`). Rows are drawn independently of
 * each other, see NoisePool. The values are the quantiles of (i + 1/2) / 2^20, so none exceeds 14.6.
 *
 * @param out [rows, columns], row by row.
 * @param columns Length of a row, such as the vocabulary's size.
 * @throws RangeError when `columns` does not divide the length of `out` and for a key out of range.
 */
export function fillGumbel(out: Float32Array, key: RandomKey, columns: number): void {
  checkKey('fillGumbel', key);
  if (!Number.isInteger(columns) || columns < 1 || out.length % columns !== 0) {
    throw new RangeError(`fillGumbel: expected columns to divide the ${out.length} elements, received ${columns}`);
  }
  const { seed, step, site } = key;
  const pool = pools.get(`${seed}`, () => {
    const quantile = (rank: number): number => -Math.log(-Math.log((rank + 0.5) / POOL_SIZE));
    return new NoisePool(new Philox(seed, 0, 0, domains.gumbelPool), quantile);
  });
  pool.fill(out, new Philox(seed, step, site, domains.gumbelOffset), columns);
}
