import fc from 'fast-check';
import { oneLine } from './one-line.js';

describe('oneLine', () => {
  it('writes control characters as JSON does, and leaves all else', () => {
    expect(oneLine('a\nb\tc\r\u001b[31md\0')).toBe('a\\nb\\tc\\r\\u001b[31md\\u0000');
    expect(oneLine('\u007f\u0085\u2028\u2029')).toBe('\\u007f\\u0085\\u2028\\u2029');
    expect(oneLine('C:\\new "é" 😀 \u200d')).toBe('C:\\new "é" 😀 \u200d');
  });

  it('is one line for every reader, and means the same text to JSON', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', ' ', 'é', '\n', '\r', '\t', '\u001b', '\u0085', '\u2028', '😀') }), (text) => {
        const line = oneLine(text);
        expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
        expect(JSON.parse(`"${line}"`)).toBe(text);
      }),
    );
  });
});
