import { resizePositions } from './resize-positions.js';

const table = (rows: number[][]) => ({
  shape: [rows.length, rows[0].length],
  dtype: 'float32' as const,
  data: Float32Array.from(rows.flat()),
});

describe('resizePositions', () => {
  it('spreads the positions evenly, first and last in place', () => {
    const { shape, data } = resizePositions(table([[0, 4], [2, 0], [6, 8]]), 5);
    expect(shape).toEqual([5, 2]);
    expect([...data]).toEqual([0, 4, 1, 2, 2, 0, 4, 4, 6, 8]);
  });

  it('keeps as many as there were, and the first of them where there are to be fewer', () => {
    const three = table([[1], [5], [9]]);
    expect([...resizePositions(three, 3).data]).toEqual([1, 5, 9]);
    expect([...resizePositions(three, 2).data]).toEqual([1, 5]);
    expect(resizePositions(three, 2).data).not.toBe(three.data);
  });

  it('repeats a single position', () => {
    expect([...resizePositions(table([[3, 4]]), 3).data]).toEqual([3, 4, 3, 4, 3, 4]);
  });
});
