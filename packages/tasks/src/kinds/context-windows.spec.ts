import fc from 'fast-check';
import { contextWindows } from './context-windows.js';

describe('contextWindows', () => {
  it('begins windows a stride apart until one reaches the end', () => {
    expect(contextWindows(10, 6, 3).map(({ start, end }) => [start, end])).toEqual([
      [0, 6],
      [3, 9],
      [6, 10],
    ]);
    expect(contextWindows(4, 6, 3)).toEqual([{ start: 0, end: 4, from: 0, to: 4 }]);
    expect(contextWindows(0, 6, 3)).toHaveLength(1);
  });

  it('begins an answer at every token in exactly one window, in that with the most context', () => {
    const sizes = fc.record({ length: fc.integer({ min: 1, max: 80 }), room: fc.integer({ min: 1, max: 30 }), stride: fc.integer({ min: 1, max: 40 }) });
    fc.assert(
      fc.property(sizes, ({ length, room, stride }) => {
        const windows = contextWindows(length, room, stride);
        for (let token = 0; token < length; token++) {
          const inside = windows.filter(({ start, end }) => token >= start && token < end);
          const context = ({ start, end }: { start: number; end: number }) => Math.min(token - start, end - 1 - token) + 0.01 * (end - start);
          const best = inside.reduce((a, b) => (context(b) > context(a) ? b : a));
          expect(windows.filter(({ from, to }) => token >= from && token < to)).toEqual([best]);
        }
      }),
    );
  });
});
