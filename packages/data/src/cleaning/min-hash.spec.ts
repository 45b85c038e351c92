import { MinHash, similarity } from './min-hash.js';

/** Words a … b - 1 of an endless text without repetition. */
const words = (a: number, b: number) => Array.from({ length: b - a }, (_, i) => `word${a + i}`).join(' ');

describe('MinHash', () => {
  const minHash = new MinHash(1024, 1);
  const compare = (a: string, b: string) =>
    similarity(minHash.signature(a) ?? new Uint32Array(1024), minHash.signature(b) ?? new Uint32Array(1024));

  it.each([
    [words(0, 100), words(0, 100), 1],
    [words(0, 100), words(50, 150), 1 / 3],
    [words(0, 90), words(0, 100), 0.9],
    [words(0, 100), words(100, 200), 0],
  ])('estimates the Jaccard similarity', (a, b, expected) => {
    // Four standard deviations of a share among 1,024.
    expect(Math.abs(compare(a, b) - expected)).toBeLessThanOrEqual(4 * (0.5 / Math.sqrt(1024)));
  });

  it('sees neither case nor punctuation, and no words in signs', () => {
    expect(compare('The cat, sat.', 'the CAT sat')).toBe(1);
    expect(minHash.signature('?! …')).toBeUndefined();
  });
});
