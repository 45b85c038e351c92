import { addRows } from './cpu-embedding-grad.js';

describe('addRows', () => {
  it('adds rows of the same id, onto what is there', () => {
    const sums = Float32Array.of(1, 1, 0, 0);
    addRows(sums, Float32Array.of(1, 2, 3, 4, 5, 6), Int32Array.of(0, 1, 0), 2);
    expect(sums).toEqual(Float32Array.of(7, 9, 3, 4));
  });

  it('is exact where a sum in parallel would lose terms: many ids of few rows', () => {
    const sums = new Float32Array(3);
    const ids = Int32Array.from({ length: 9000 }, (_, i) => (i * i) % 3);
    addRows(sums, new Float32Array(9000).fill(1), ids, 1);
    // i * i is 0 modulo 3 for each third i, else 1.
    expect(sums).toEqual(Float32Array.of(3000, 6000, 0));
  });

  it.each([-1, 2])('rejects id %p of two rows', (id) => {
    expect(() => addRows(new Float32Array(2), Float32Array.of(1), Int32Array.of(id), 1)).toThrow(
      `expected ids in [0, 2), received ${id}`,
    );
  });
});
