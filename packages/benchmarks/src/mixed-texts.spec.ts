import { mixedTexts } from './mixed-texts.js';

describe('mixedTexts', () => {
  const words = Array.from({ length: 100 }, (_, n) => `w${n}`);
  const tokens = words.map((_, n) => 1 + (n % 3));
  const lengthOf = (text: string): number => text.split(' ').reduce((sum, word) => sum + tokens[Number(word.slice(1))], 2);

  it('makes texts of lengths all over the range, none longer', () => {
    const lengths = mixedTexts(words, tokens, { count: 400, from: 8, to: 40, seed: 1 }).map(lengthOf);
    // A word of three tokens may be what does not fit any more.
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(8 - 2);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(40);
    for (const [low, high] of [[6, 16], [16, 24], [24, 32], [32, 41]]) expect(lengths.filter((each) => each >= low && each < high).length).toBeGreaterThan(50);
  });

  it('goes through the text in order, and from its beginning again', () => {
    const texts = mixedTexts(words, tokens, { count: 30, from: 8, to: 40, seed: 2 });
    texts.join(' ').split(' ').forEach((word, n) => expect(word).toBe(`w${n % 100}`));
  });

  it('passes over words that fit nowhere, and says where none fits', () => {
    expect(mixedTexts(['a', 'huge'], [1, 50], { count: 1, from: 8, to: 8, seed: 1 })).toEqual(['a a a a a a']);
    expect(() => mixedTexts(['huge'], [50], { count: 1, from: 8, to: 9, seed: 1 })).toThrow('at most 6 tokens');
  });
});
