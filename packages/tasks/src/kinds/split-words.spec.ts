import fc from 'fast-check';
import { splitWords } from './split-words.js';

describe('splitWords', () => {
  it.each([
    ['John lives in "New York".', ['John', 'lives', 'in', '"', 'New', 'York', '"', '.']],
    ['(the U.S. army), isn\'t it?', ['(', 'the', 'U.S.', 'army', ')', ',', "isn't", 'it', '?']],
    ['1,000.5 … -', ['1,000.5', '…', '-']],
    ['   ', []],
  ])('divides %j', (text, words) => {
    expect(splitWords(text).map(({ token }) => token)).toEqual(words);
  });

  it('says where words stand, and leaves out only space', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b', '.', ',', '"', '(', ')', ' ', '\n', 'é', '😀') }), (text) => {
        const words = splitWords(text);
        for (const { token, start, end } of words) expect(text.slice(start, end)).toBe(token);
        expect(words.map(({ token }) => token).join('')).toBe(text.replace(/\s/g, ''));
      }),
    );
  });
});
