import fc from 'fast-check';

import { cutText } from './cut-text.js';

describe('cutText', () => {
  it('cuts at a line break, else at white space, else anywhere', () => {
    expect(cutText('abcd ef\ngh ij', 9)).toEqual(['abcd ef', 'gh ij']);
    expect(cutText('a\nbcdef ghij', 9)).toEqual(['a\nbcdef', 'ghij']);
    expect(cutText('abcdefgh', 3)).toEqual(['abc', 'def', 'gh']);
    expect(cutText('abc', 3)).toEqual(['abc']);
  });

  it('does not divide a surrogate pair', () => {
    expect(cutText('a😀b', 2)).toEqual(['a', '😀', 'b']);
  });

  it('keeps every character but white space, in pieces within the limit', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '😀'), maxLength: 60 });
    fc.assert(
      fc.property(texts, fc.integer({ min: 2, max: 12 }), (text, limit) => {
        const pieces = cutText(text, limit);
        expect(pieces.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(limit);
        expect(pieces.every((piece) => Buffer.from(piece).toString() === piece)).toBe(true);
      }),
    );
  });

  it('needs time in proportion to the text', () => {
    const started = performance.now();
    expect(cutText('x'.repeat(8_000_000), 1000).length).toBe(8000);
    // A scan back to the beginning for each piece would take minutes.
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
