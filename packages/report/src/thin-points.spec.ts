import fc from 'fast-check';
import { thinPoints } from './thin-points.js';

const line = (length: number) => Array.from({ length }, (_, step) => ({ step, value: 2 * step }));

describe('thinPoints', () => {
  it('leaves a short curve as it is', () => {
    expect(thinPoints(line(5), 5)).toEqual(line(5));
  });

  it('averages neighbors and keeps the last point', () => {
    // 0..4 are averaged two by two (the fifth alone), 5 is the end.
    expect(thinPoints(line(6), 4)).toEqual([
      { step: 1, value: 1 },
      { step: 3, value: 5 },
      { step: 4, value: 8 },
      { step: 5, value: 10 },
    ]);
  });

  it('averages what is finite, and leaves a gap where nothing is', () => {
    const values = [1, NaN, NaN, Infinity, 4, 5];
    expect(thinPoints(values.map((value, step) => ({ step, value })), 4).map(({ value }) => value)).toEqual([1, NaN, 4, 5]);
  });

  it('never exceeds the limit and never goes backwards', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 2, max: 60 }), (length, limit) => {
        const thinned = thinPoints(line(length), limit);
        expect(thinned.length).toBeLessThanOrEqual(limit);
        expect(thinned.at(-1)).toEqual(line(length).at(-1));
        expect(thinned.every(({ step }, i) => i === 0 || step > (thinned[i - 1]?.step ?? -1))).toBe(true);
      }),
    );
  });
});
