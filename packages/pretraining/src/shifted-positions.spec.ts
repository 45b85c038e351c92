import { shiftedPositions } from './shifted-positions.js';

const key = { seed: 1, step: 2, site: 0 };

describe('shiftedPositions', () => {
  it('counts on from a place that leaves room for the example', () => {
    const { shape, dtype, data } = shiftedPositions([200, 3], 5, key);
    expect(shape).toEqual([200, 3]);
    expect(dtype).toBe('int32');
    const starts = Array.from({ length: 200 }, (_, row) => data[3 * row]);
    starts.forEach((start, row) => expect([...data.slice(3 * row, 3 * row + 3)]).toEqual([start, start + 1, start + 2]));
    for (const start of [0, 1, 2]) expect(starts.filter((other) => other === start).length).toBeGreaterThan(40);
    expect(Math.max(...starts)).toBe(2);
  });

  it('leaves no choice to examples that fill all positions', () => {
    expect([...shiftedPositions([2, 2], 2, key).data]).toEqual([0, 1, 0, 1]);
  });

  it('is decided by the key', () => {
    const at = (step: number) => shiftedPositions([50, 1], 100, { ...key, step }).data;
    expect(at(3)).toEqual(at(3));
    expect(at(3)).not.toEqual(at(4));
  });
});
