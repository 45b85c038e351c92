import fc from 'fast-check';

import { seededRandom } from '../random/seeded-random.js';
import { drawSpans } from './draw-spans.js';
import type { MaskedRow } from './masked-row.js';

function makeRow(candidates: readonly number[], starts: readonly number[] = candidates): MaskedRow {
  return {
    candidates: Int32Array.from(candidates),
    candidateCount: candidates.length,
    wordStarts: Uint8Array.from({ length: 1024 }, (_, t) => (starts.includes(t) ? 1 : 0)),
    chosen: new Int32Array(1024),
    groups: new Int32Array(1024),
  };
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

/** The chosen positions of each span. */
function spansOf(row: MaskedRow, count: number): number[][] {
  const spans: number[][] = [];
  for (let slot = 0; slot < count; slot++) {
    (spans[row.groups[slot]] ??= []).push(row.chosen[slot]);
  }
  return spans;
}

describe('drawSpans', () => {
  it('chooses exactly the wanted number, each position once, in unbroken spans of at most ten words', () => {
    const sets = fc.uniqueArray(fc.nat(99), { maxLength: 80 }).map((set) => set.sort((a, b) => a - b));
    fc.assert(
      fc.property(sets, fc.integer({ min: 1, max: 90 }), fc.nat(), (positions, wanted, seed) => {
        const row = makeRow(positions);
        const count = drawSpans(row, wanted, seededRandom(seed));
        const spans = spansOf(row, count);
        expect(count).toBe(Math.min(wanted, positions.length));
        expect(new Set(spans.flat()).size).toBe(count);
        for (const span of spans) {
          expect(span).toEqual(range(span[0], span[0] + span.length));
          expect(span.length).toBeLessThanOrEqual(10);
          expect(span.every((position) => positions.includes(position))).toBe(true);
        }
      }),
    );
  });

  it("lengths are SpanBERT's: geometric with 0.2, one to ten, 3.8 in the mean", () => {
    const runs = 4000;
    const counts = new Array<number>(11).fill(0);
    for (let seed = 0; seed < runs; seed++) {
      // A span that begins among the last nine of 990 words may be cut; those are left out.
      const row = makeRow(range(1, 991));
      const [first] = spansOf(row, drawSpans(row, 10, seededRandom(seed)));
      counts[first[0] > 981 ? 0 : first.length]++;
    }
    const drawn = runs - counts[0];
    expect(counts[0]).toBeLessThan(80);
    const chance = (length: number) => (0.2 * 0.8 ** (length - 1)) / (1 - 0.8 ** 10);
    const chiSquared = range(1, 11).reduce((sum, n) => sum + (counts[n] - drawn * chance(n)) ** 2 / (drawn * chance(n)), 0);
    // Chi-squared with 9 degrees of freedom exceeds 33.7 one time in ten thousand.
    expect(chiSquared).toBeLessThan(33.7);
    const mean = range(1, 11).reduce((sum, n) => sum + n * counts[n], 0) / drawn;
    expect(Math.abs(mean - 3.797)).toBeLessThan(0.21);
  });

  it('begins at the beginning of a word and takes words as a whole, but for the last', () => {
    const starts = range(0, 40).map((word) => 1 + 3 * word);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(), (wanted, seed) => {
        const row = makeRow(range(1, 121), starts);
        const spans = spansOf(row, drawSpans(row, wanted, seededRandom(seed)));
        spans.forEach((span, i) => {
          expect(span[0] % 3).toBe(1);
          expect(i === spans.length - 1 ? 0 : span.length % 3).toBe(0);
        });
      }),
    );
  });

  it('begins at every word equally often, whatever their lengths', () => {
    const counts = [0, 0, 0, 0];
    const starts = [1, 2, 8, 9];
    for (let seed = 0; seed < 4000; seed++) {
      const row = makeRow(range(1, 11), starts);
      drawSpans(row, 1, seededRandom(seed));
      counts[starts.indexOf(row.chosen[0])]++;
    }
    const chiSquared = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    // Chi-squared with 3 degrees of freedom exceeds 21.1 one time in ten thousand.
    expect(chiSquared).toBeLessThan(21.1);
  });
});
