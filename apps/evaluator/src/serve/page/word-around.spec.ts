import fc from 'fast-check';
import { wordAround } from './word-around.js';

/** The word around the n-th character from 0. */
const wordOf = (text: string, part: string): string => {
  const start = text.indexOf(part);
  const word = wordAround(text, { start, end: start + part.length });
  return text.slice(word.start, word.end);
};

describe('wordAround', () => {
  it.each([
    ['The chef cooked it.', 'ook', 'cooked'],
    ['cooked', 'c', 'cooked'],
    ['cooked', 'ed', 'cooked'],
    ["she doesn't know", 'n', "doesn't"],
    ['a meal, a table', ',', ','],
    ['year 1984!', '98', '1984'],
    // Vowel signs of Devanagari are marks, not letters; the letters of mathematics are two units each.
    ['यह हिन्दी है', 'न', 'हिन्दी'],
    ['x 𝒶𝒷𝒸 y', '𝒷', '𝒶𝒷𝒸'],
    ['u\u0308ber allem', 'b', 'u\u0308ber'],
  ])('in %j of %j is %j', (text, part, word) => expect(wordOf(text, part)).toBe(word));

  it('holds the stretch, and choosing it again changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(), fc.nat(), (text, a, b) => {
        const [start, end] = [a % (text.length + 1), b % (text.length + 1)].sort((x, y) => x - y);
        const word = wordAround(text, { start, end });
        expect(word.start).toBeLessThanOrEqual(start);
        expect(word.end).toBeGreaterThanOrEqual(end);
        expect(wordAround(text, word)).toEqual(word);
      }),
    );
  });
});
