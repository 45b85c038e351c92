import fc from 'fast-check';

import { seededRandom } from '../random/seeded-random.js';
import { maskStrategies } from './mask-strategies.js';
import type { MaskedRow } from './masked-row.js';

/** A row whose candidates are at these positions, and whose words start at those. */
function makeRow(candidates: readonly number[], starts: readonly number[] = candidates): MaskedRow {
  return {
    candidates: Int32Array.from(candidates),
    candidateCount: candidates.length,
    wordStarts: Uint8Array.from({ length: 64 }, (_, t) => (starts.includes(t) ? 1 : 0)),
    chosen: new Int32Array(64),
    groups: new Int32Array(64),
  };
}

const positionSets = fc.uniqueArray(fc.nat(63), { maxLength: 40 }).map((set) => set.sort((a, b) => a - b));

const chosenOf = (row: MaskedRow, count: number) => [...row.chosen.subarray(0, count)];

/** How often each of positions 1 … 4 comes in the first slot, over many seeds. */
function firstSlotCounts(strategy: 'token' | 'reference' | 'whole-word' | 'span'): number[] {
  const counts = [0, 0, 0, 0];
  for (let seed = 0; seed < 4000; seed++) {
    const row = makeRow([1, 2, 3, 4]);
    maskStrategies[strategy](row, 2, seededRandom(seed));
    counts[row.chosen[0] - 1]++;
  }
  return counts;
}

describe('maskStrategies', () => {
  it.each(['token', 'reference', 'whole-word', 'span'] as const)('%s draws every candidate equally often', (strategy) => {
    const chiSquared = firstSlotCounts(strategy).reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    // Chi-squared with 3 degrees of freedom exceeds 21.1 one time in ten thousand.
    expect(chiSquared).toBeLessThan(21.1);
  });

  it('token draws exactly the wanted number of different candidates', () => {
    fc.assert(
      fc.property(positionSets, fc.integer({ min: 1, max: 30 }), fc.nat(), (positions, wanted, seed) => {
        const row = makeRow(positions);
        const count = maskStrategies.token(row, wanted, seededRandom(seed));
        const chosen = chosenOf(row, count);
        expect(count).toBe(Math.min(wanted, positions.length));
        expect(new Set(chosen).size).toBe(count);
        expect(chosen.every((position) => positions.includes(position))).toBe(true);
      }),
    );
  });

  it('reference draws with replacement: two slots of four candidates agree a quarter of the time', () => {
    let repeats = 0;
    for (let seed = 0; seed < 4000; seed++) {
      const row = makeRow([1, 2, 3, 4]);
      expect(maskStrategies.reference(row, 2, seededRandom(seed))).toBe(2);
      repeats += row.chosen[0] === row.chosen[1] ? 1 : 0;
    }
    // Five standard errors: 5 * sqrt(0.25 * 0.75 / 4000).
    expect(Math.abs(repeats / 4000 - 0.25)).toBeLessThan(0.035);
  });

  it('whole-word takes words as a whole, never more tokens than wanted, each word one group', () => {
    // Words: 1-3, 4, 6-7 (5 is no candidate), 8-11.
    const words = [[1, 2, 3], [4], [6, 7], [8, 9, 10, 11]];
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 9 }), fc.nat(), (wanted, seed) => {
        const row = makeRow(words.flat(), [1, 4, 6, 8]);
        const count = maskStrategies['whole-word'](row, wanted, seededRandom(seed));
        const groups = new Map<number, number[]>();
        chosenOf(row, count).forEach((position, slot) => {
          groups.set(row.groups[slot], [...(groups.get(row.groups[slot]) ?? []), position]);
        });
        expect(count).toBeLessThanOrEqual(wanted);
        for (const group of groups.values()) {
          expect(words).toContainEqual(group);
        }
      }),
    );
  });

  it('whole-word takes the beginning of a word where none is short enough', () => {
    const row = makeRow([1, 2, 3], [1]);
    expect(maskStrategies['whole-word'](row, 2, seededRandom(1))).toBe(2);
    expect(chosenOf(row, 2)).toEqual([1, 2]);
  });

  it.each(['token', 'reference', 'whole-word', 'span'] as const)('%s chooses nothing where there is no candidate', (name) => {
    expect(maskStrategies[name](makeRow([]), 3, seededRandom(1))).toBe(0);
  });
});
