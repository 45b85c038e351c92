import fc from 'fast-check';
import { paddedLengths } from './padded-lengths.js';

const recipe = { batchSize: 2, maxLength: 64 };
const times = (count: number, length: number) => Array<number>(count).fill(length);

/** What a choice costs, as the docstring says. */
function costOf(chosen: readonly number[], lengths: readonly number[], { batchSize }: typeof recipe): number {
  const padded = lengths.reduce((sum, length) => sum + (chosen.find((each) => each >= length) ?? Infinity), 0);
  return padded + chosen.length * 3 * batchSize * (chosen.at(-1) ?? 0);
}

/** Every choice of multiples of 8 up to 40 that holds all examples and whose sum is not above twice the longest. */
function* choices(longest: number): Generator<number[]> {
  const last = Math.ceil(longest / 8) * 8;
  const shorter = [8, 16, 24, 32].filter((each) => each < last);
  for (let bits = 0; bits < 2 ** shorter.length; bits++) {
    const chosen = [...shorter.filter((_, i) => bits & (2 ** i)), last];
    if (chosen.reduce((a, b) => a + b) <= 2 * last) yield chosen;
  }
}

describe('paddedLengths', () => {
  it('has a length for each of two groups', () => {
    expect(paddedLengths([...times(50, 15), ...times(50, 61)], recipe)).toEqual([16, 64]);
  });

  it('has one where another would save less than its step takes to compile', () => {
    expect(paddedLengths([...times(5, 15), ...times(5, 61)], recipe)).toEqual([64]);
  });

  it('ends with what holds the longest example', () => {
    expect(paddedLengths([5], recipe)).toEqual([8]);
    expect(paddedLengths([60], { ...recipe, maxLength: 61 })).toEqual([61]);
    expect(paddedLengths([], recipe)).toEqual([]);
    expect(() => paddedLengths([65], recipe)).toThrow(/at most 64 tokens, received one of 65/);
  });

  it('is the cheapest of all choices', () => {
    const examples = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 100 });
    fc.assert(
      fc.property(examples, fc.integer({ min: 1, max: 3 }), (lengths, batchSize) => {
        const asked = { ...recipe, batchSize };
        const chosen = paddedLengths(lengths, asked);
        const possible = [...choices(Math.max(...lengths))];
        expect(possible).toContainEqual(chosen);
        expect(costOf(chosen, lengths, asked)).toBe(Math.min(...possible.map((each) => costOf(each, lengths, asked))));
      }),
      { numRuns: 200 },
    );
  });
});
