import fc from 'fast-check';
import { tokenChanges } from './token-changes.js';

const judged = (text: string, replaced: number) => [...text].map((token) => ({ token, replaced }));
const token = fc.record({ token: fc.constantFrom('a', 'b'), replaced: fc.double({ min: 0, max: 1, noNaN: true }) });

describe('tokenChanges', () => {
  it('compares what stands before and behind a swap, and not what was put in', () => {
    expect(tokenChanges(judged('abcd', 0.25), judged('abxyd', 0.75))).toEqual([0.5, 0.5, null, null, 0.5]);
    expect(tokenChanges(judged('abxyd', 0.25), judged('abd', 0.25))).toEqual([0, 0, 0]);
  });

  it('counts no token of before twice', () => {
    // Of four that are alike, three were there.
    expect(tokenChanges(judged('aaa', 0), judged('aaaa', 1))).toEqual([1, 1, 1, null]);
    expect(tokenChanges(judged('aaaa', 0), judged('aaa', 1))).toEqual([1, 1, 1]);
  });

  it('finds everything new at first, and nothing in nothing', () => {
    expect(tokenChanges([], judged('ab', 1))).toEqual([null, null]);
    expect(tokenChanges(judged('ab', 1), [])).toEqual([]);
  });

  it('of the same tokens knows each', () => {
    fc.assert(
      fc.property(fc.array(token), (tokens) => {
        const surer = tokens.map((each) => ({ ...each, replaced: each.replaced + 1 }));
        for (const change of tokenChanges(tokens, surer)) expect(change).toBeCloseTo(1, 12);
      }),
    );
  });

  it('knows as many as begin or end alike, at most as many as there were', () => {
    fc.assert(
      fc.property(fc.array(token), fc.array(token), (before, now) => {
        const changes = tokenChanges(before, now);
        expect(changes).toHaveLength(now.length);
        const known = changes.filter((change) => change !== null).length;
        expect(known).toBeLessThanOrEqual(before.length);
        if (before[0] && now[0]) expect(before[0].token !== now[0].token || changes[0] !== null).toBe(true);
      }),
    );
  });
});
