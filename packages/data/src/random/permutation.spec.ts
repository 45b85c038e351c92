import fc from 'fast-check';

import { Permutation } from './permutation.js';

const image = (permutation: Permutation) => Array.from({ length: permutation.size }, (_, i) => permutation.at(i));

describe('Permutation', () => {
  it('is a permutation of any size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600 }), fc.integer(), fc.nat(50), (size, seed, epoch) => {
        const sorted = image(new Permutation(size, seed, epoch)).sort((a, b) => a - b);
        expect(sorted).toEqual(sorted.map((_, i) => i));
      }),
    );
  });

  it('differs between epochs and seeds, and repeats', () => {
    const one = image(new Permutation(100, 1, 0));
    expect(image(new Permutation(100, 1, 0))).toEqual(one);
    expect(image(new Permutation(100, 1, 1))).not.toEqual(one);
    expect(image(new Permutation(100, 2, 0))).not.toEqual(one);
  });

  it('sends a position everywhere about equally often', () => {
    const counts = new Array<number>(10).fill(0);
    for (let epoch = 0; epoch < 5000; epoch++) {
      counts[new Permutation(10, 4, epoch).at(3)]++;
    }
    // Chi-squared with 9 degrees of freedom exceeds 33.7 one time in ten thousand.
    const chiSquared = counts.reduce((sum, count) => sum + (count - 500) ** 2 / 500, 0);
    expect(chiSquared).toBeLessThan(33.7);
  });

  it('breaks up runs: neighbors hardly ever stay neighbors', () => {
    const shuffled = image(new Permutation(10_000, 9, 0));
    const runs = shuffled.filter((value, i) => i > 0 && value === shuffled[i - 1] + 1).length;
    // About one is expected.
    expect(runs).toBeLessThan(12);
  });

  it('handles sizes beyond 32 bits', () => {
    const permutation = new Permutation(2 ** 40 + 7, 1, 0);
    const places = [0, 1, 2 ** 40, 2 ** 40 + 6].map((i) => permutation.at(i));
    expect(new Set(places).size).toBe(4);
    expect(Math.max(...places)).toBeLessThan(2 ** 40 + 7);
  });

  it('rejects sizes and positions that are none', () => {
    expect(() => new Permutation(0, 1, 0)).toThrow(/received 0/);
    expect(() => new Permutation(3, 1, 0).at(3)).toThrow(/0 … 2, received 3/);
  });
});
