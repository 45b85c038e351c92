import { TooMuchToRead } from '@electra-ts/nn';
import { windowed } from './sequence-pieces.js';

const tokenizer = { specialTokens: { pad: 0, unk: 1, cls: 2, sep: 3, mask: 4 } };
const ids = (from: number, count: number) => Int32Array.from({ length: count }, (_, i) => from + i);
const pieces = (first: Int32Array, second: Int32Array | null, maxTokens: number) =>
  windowed(tokenizer, first, second, maxTokens).map((piece) => [...piece.ids]);

describe('windowed', () => {
  it('reads what fits in one piece', () => {
    expect(pieces(ids(10, 3), null, 5)).toEqual([[2, 10, 11, 12, 3]]);
    expect(pieces(ids(10, 2), ids(20, 1), 6)).toEqual([[2, 10, 11, 3, 20, 3]]);
    expect(pieces(ids(10, 0), null, 5)).toEqual([[2, 3]]);
  });

  it('covers a long text with windows that fit', () => {
    const all = pieces(ids(10, 30), null, 10);
    expect(all.every(({ length }) => length <= 10)).toBe(true);
    const seen = new Set(all.flatMap((piece) => piece.slice(1, -1)));
    expect([...seen].sort((a, b) => a - b)).toEqual([...ids(10, 30)]);
  });

  it('refuses a pair whose windows would be too many before it makes one, which would take gigabytes', () => {
    const long = ids(100, 300_000);
    expect(() => windowed(tokenizer, long, long, 13, 1000)).toThrow(TooMuchToRead);
    const tokens = windowed(tokenizer, ids(100, 30), ids(200, 30), 13).reduce((sum, { ids: { length } }) => sum + length, 0);
    expect(() => windowed(tokenizer, ids(100, 30), ids(200, 30), 13, tokens)).not.toThrow();
    expect(() => windowed(tokenizer, ids(100, 30), ids(200, 30), 13, tokens - 1)).toThrow(new RegExp(`received ${tokens} tokens`));
  });

  it.each([
    [2, 30],
    [30, 2],
    [30, 30],
  ])('covers a pair of %i and %i tokens, every part of one beside every part of the other', (first, second) => {
    const all = pieces(ids(100, first), ids(200, second), 13);
    expect(all.every(({ length }) => length <= 13)).toBe(true);
    const tokens = new Set(all.flat().filter((id) => id >= 100));
    expect(tokens.size).toBe(first + second);
    for (const a of [100, 99 + first]) {
      for (const b of [200, 199 + second]) {
        expect(all.some((piece) => piece.includes(a) && piece.includes(b))).toBe(true);
      }
    }
  });
});
