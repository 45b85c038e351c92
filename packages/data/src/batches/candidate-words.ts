import type { MaskedRow } from './masked-row.js';

/** Where a word's candidates are in `row.candidates`: the first, and the one after the last. */
export type CandidateWord = readonly [first: number, end: number];

/** The words that a row's candidates (in ascending order) make, in order. Where nothing says so, a token is a word. */
export function candidateWords({ candidates, candidateCount, wordStarts }: MaskedRow): CandidateWord[] {
  const firsts: number[] = [];
  for (let i = 0; i < candidateCount; i++) {
    const position = candidates[i];
    const continues = i > 0 && candidates[i - 1] === position - 1 && wordStarts?.[position] === 0;
    if (!continues) {
      firsts.push(i);
    }
  }
  return firsts.map((first, i) => [first, firsts[i + 1] ?? candidateCount] as const);
}
