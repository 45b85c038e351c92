import { candidateWords } from './candidate-words.js';

const row = (positions: number[], wordStarts?: number[]) => ({
  candidates: Int32Array.from([...positions, 99]),
  candidateCount: positions.length,
  wordStarts: wordStarts && Uint8Array.from(wordStarts),
  chosen: new Int32Array(0),
  groups: new Int32Array(0),
});

describe('candidateWords', () => {
  it('joins the pieces of a word', () => {
    // Positions 1 and 2 are one word, 3 another; what lies past candidateCount does not count.
    expect(candidateWords(row([1, 2, 3], [1, 1, 0, 1]))).toEqual([
      [0, 2],
      [2, 3],
    ]);
  });

  it('begins a word after a gap, whatever its piece says', () => {
    expect(candidateWords(row([1, 3], [1, 1, 0, 0]))).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  it('takes every token for a word where nothing says so', () => {
    expect(candidateWords(row([4, 5]))).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  it('finds nothing among no candidates', () => {
    expect(candidateWords(row([]))).toEqual([]);
  });
});
