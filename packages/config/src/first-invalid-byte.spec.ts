import { isUtf8 } from 'node:buffer';

import fc from 'fast-check';

import { firstInvalidByte, utf8Length } from './first-invalid-byte.js';

describe('firstInvalidByte', () => {
  it.each([
    ['nothing wrong', [0x61, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80], -1],
    ['a continuation alone', [0x61, 0x80], 1],
    ['an overlong form', [0x61, 0xc0, 0xaf], 1],
    ['a surrogate', [0xed, 0xa0, 0x80], 0],
    ['past U+10FFFF', [0xf4, 0x90, 0x80, 0x80], 0],
    ['a sequence cut short', [0x61, 0x62, 0xe2, 0x82], 2],
  ])('finds %s', (_, bytes, offset) => {
    expect(firstInvalidByte(Uint8Array.from(bytes))).toBe(offset);
  });

  it('agrees with Node on what is valid, and before the offset everything is', () => {
    const likely = fc.constantFrom(0x41, 0x80, 0xbf, 0xc2, 0xe0, 0xa0, 0xed, 0x9f, 0xf0, 0x90, 0xf4, 0x8f, 0xff);
    fc.assert(
      fc.property(fc.array(likely, { maxLength: 12 }), (values) => {
        const bytes = Uint8Array.from(values);
        const offset = firstInvalidByte(bytes);
        expect(offset === -1).toBe(isUtf8(bytes));
        expect(offset === -1 || isUtf8(bytes.subarray(0, offset))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('utf8Length', () => {
  it('is known from the first byte', () => {
    expect([0x41, 0x80, 0xc1, 0xc2, 0xe0, 0xf4, 0xf5].map(utf8Length)).toEqual([1, 0, 0, 2, 3, 4, 0]);
  });
});
