import fc from 'fast-check';
import { textWindows } from './text-windows.js';

describe('textWindows', () => {
  it('is one window where the text fits', () => {
    expect(textWindows(5, 8)).toEqual([{ start: 0, end: 5, from: 0, to: 5 }]);
    expect(textWindows(8, 8)).toHaveLength(1);
    expect(textWindows(0, 8)).toEqual([]);
  });

  it('overlaps by a quarter and splits the overlap in the middle', () => {
    // Windows of 8 move by 6: 0..8 and 6..14; tokens 6 and 7 are in both, and the border is between them.
    expect(textWindows(14, 8)).toEqual([
      { start: 0, end: 8, from: 0, to: 7 },
      { start: 6, end: 14, from: 7, to: 14 },
    ]);
  });

  it('takes every token once, from a window that holds it', () => {
    const lengths = fc.record({ length: fc.nat(2000), size: fc.integer({ min: 1, max: 300 }) });
    fc.assert(
      fc.property(lengths, ({ length, size }) => {
        let next = 0;
        for (const { start, end, from, to } of textWindows(length, size)) {
          expect(from).toBe(next);
          expect(start <= from && from < to && to <= end && end - start <= size).toBe(true);
          next = to;
        }
        expect(next).toBe(length);
      }),
    );
  });

  it('refuses windows that hold nothing', () => {
    expect(() => textWindows(3, 0)).toThrow('received 0');
  });
});
