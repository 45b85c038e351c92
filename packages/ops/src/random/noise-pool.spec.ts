import { BLOCK_SIZE, NoisePool, POOL_SIZE, PoolCache } from './noise-pool.js';
import { Philox } from './philox.js';

const ranks = new NoisePool(new Philox(1, 0, 0, 0), (rank) => rank);
const fill = (length: number): Float32Array => {
  const out = new Float32Array(length).fill(-1);
  ranks.fill(out, new Philox(1, 0, 0, 1));
  return out;
};

describe('NoisePool', () => {
  it('holds each quantile once, shuffled', () => {
    const values = new Float32Array(POOL_SIZE);
    let start = 0;
    // Offset 0 is one of the places that a block may be read from; read all of them in blocks that meet.
    const offsets = { block: () => Uint32Array.of(start, start, start, start), words: Uint32Array.of(0, 0, 0, 0) };
    for (start = 0; start < POOL_SIZE; start += BLOCK_SIZE) {
      ranks.fill(values.subarray(start, start + BLOCK_SIZE), offsets as unknown as Philox);
    }
    const seen = new Uint8Array(POOL_SIZE);
    values.forEach((rank) => (seen[rank] += 1));
    expect(seen.every((times) => times === 1)).toBe(true);
    expect(values.subarray(0, 8)).not.toEqual(values.slice(0, 8).toSorted());
  });

  it('fills everything, and a longer array begins as a shorter one', () => {
    const long = fill(2 * BLOCK_SIZE + 10);
    expect(long).not.toContain(-1);
    expect(fill(BLOCK_SIZE + 30)).toEqual(long.subarray(0, BLOCK_SIZE + 30));
  });
});

describe('PoolCache', () => {
  it('builds a pool once and forgets the one used longest ago', () => {
    const cache = new PoolCache<NoisePool>(2);
    const built: string[] = [];
    const get = (name: string): NoisePool =>
      cache.get(name, () => {
        built.push(name);
        return ranks;
      });
    for (const name of ['a', 'b', 'a', 'c', 'a', 'b']) {
      get(name);
    }
    expect(built).toEqual(['a', 'b', 'c', 'b']);
  });
});
