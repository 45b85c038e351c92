import type { Encoding as NativeEncoding } from 'tokenizers';

import { ConvertedEncoding, toUtf16 } from './encoding.js';

describe('toUtf16', () => {
  it.each([
    ['plain é 中', [[0, 5], [6, 7], [8, 9]], ['plain', 'é', '中']],
    ['😀 a 😀😀b', [[0, 1], [2, 3], [4, 5], [5, 7]], ['😀', 'a', '😀', '😀b']],
    ['x\uD83D😀y', [[1, 2], [2, 3], [3, 4]], ['\uD83D', '😀', 'y']],
  ] as [string, [number, number][], string[]][])('%j', (text, codePoints, slices) => {
    expect(toUtf16(text, codePoints).map(([start, end]) => text.slice(start, end))).toEqual(slices);
  });
});

describe('ConvertedEncoding', () => {
  it('converts ids, offsets and words', () => {
    const native = {
      getIds: () => [7, 8],
      getOffsets: jest.fn(() => [[0, 1], [1, 2]]),
      getWordIds: () => [0, null],
    };
    const encoding = new ConvertedEncoding('😀a', native as unknown as NativeEncoding);
    expect(encoding.ids).toEqual(Int32Array.of(7, 8));
    expect(encoding.wordIds).toEqual([0, -1]);
    expect(Object.keys({ ...encoding })).toEqual(['ids']);
    expect(native.getOffsets).not.toHaveBeenCalled();
    expect(encoding.offsets).toEqual([[0, 2], [2, 3]]);
    expect(encoding.offsets).toBe(encoding.offsets);
    expect(native.getOffsets).toHaveBeenCalledTimes(1);
  });
});
