import { hashWords, mix32, seededRandom } from './seeded-random.js';

describe('mix32', () => {
  it('is MurmurHash3 fmix32', () => {
    // By hand from the definition: 1 ^ 1>>>16 = 1; * 0x85ebca6b; ^ >>>13; * 0xc2b2ae35; ^ >>>16.
    expect(mix32(0)).toBe(0);
    expect(mix32(1) >>> 0).toBe(0x514e28b7);
  });
});

describe('hashWords', () => {
  it('depends on every word, their order and their number', () => {
    const hashes = [[1, 2], [2, 1], [1], [1, 2, 0], [1, 2 + 2 ** 32], [1, -2]].map(hashWords);
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});

describe('seededRandom', () => {
  it('repeats for the same words and differs for neighbors', () => {
    const draws = (...words: number[]) => {
      const random = seededRandom(...words);
      return Array.from({ length: 4 }, () => random.integer(0, 1_000_000));
    };
    expect(draws(7, 1)).toEqual(draws(7, 1));
    expect(draws(7, 1)).not.toEqual(draws(7, 2));
    expect(draws(7, 1)[0]).not.toBe(draws(8, 1)[0]);
  });

  // From version 0.1: other draws would change the masks, the order and the replacements of every run.
  it('draws the same as ever', () => {
    const random = seededRandom(7, 1);
    expect(Array.from({ length: 4 }, () => random.integer(0, 1_000_000))).toEqual([383349, 989832, 309908, 467747]);
    // Of 27 bits.
    expect(Array.from({ length: 4 }, () => random.unit() * 2 ** 27)).toEqual([63260528, 15942074, 37984408, 124926010]);
    expect([[7, 1], [1, 7, 1], [-3, 2 ** 40 + 5]].map(hashWords)).toEqual([-1049329581, -1369580660, 1445829779]);
  });

  it('draws evenly from [0, 1), also the first draw over consecutive seeds', () => {
    const first = Array.from({ length: 4000 }, (_, seed) => seededRandom(seed).unit());
    expect(Math.min(...first)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...first)).toBeLessThan(1);
    const mean = first.reduce((sum, value) => sum + value, 0) / first.length;
    // Five standard errors: 5 * sqrt(1/12/4000).
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.023);
  });

  it('draws integers within their bounds, each of them', () => {
    const random = seededRandom(3);
    const seen = new Set(Array.from({ length: 200 }, () => random.integer(5, 8)));
    expect([...seen].sort()).toEqual([5, 6, 7, 8]);
  });
});
