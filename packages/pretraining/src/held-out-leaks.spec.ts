import { heldOutLeaks } from './held-out-leaks.js';

const share = (validationFraction: number) => ({ validation: 'share' as const, validationFraction, splits: { valid: { documents: 3 } } });
const given = (documents: number) => ({ validation: 'given' as const, validationFraction: 0, splits: { valid: { documents } } });
const leaks = (...manifests: readonly ReturnType<typeof share | typeof given>[]) => heldOutLeaks(manifests.map((_, i) => ({ path: `p${i}` })), manifests);

describe('heldOutLeaks', () => {
  it('is silent where an earlier phase holds out at least what the last one does', () => {
    for (const manifests of [[share(0.02)], [share(0.02), share(0.02)], [share(0.1), share(0.02)], [given(5), given(5)]]) expect(leaks(...manifests)).toEqual([]);
  });

  it('names the folders and what is held out in each', () => {
    expect(leaks(share(0.02), share(0.1))).toEqual([
      expect.stringMatching(/^data\.phases: a share of 0\.02 is held out in p0, a share of 0\.1 in p1\. Where both are of the same texts, .*--validation, or the same --valid$/),
    ]);
  });

  it('warns of a share beside given text, and of other given text', () => {
    expect(leaks(share(0.1), given(5))).toEqual([expect.stringContaining('a share of 0.1 is held out in p0, text that was given (documents: 5) in p1')]);
    expect(leaks(given(5), share(0.1))).toHaveLength(1);
    expect(leaks(given(5), given(6))).toHaveLength(1);
  });

  it('tells of each folder once, and of none that the last phase reads', () => {
    const phases = ['a', 'b', 'a', 'c'].map((path) => ({ path }));
    expect(heldOutLeaks(phases, [share(0.01), share(0.2), share(0.01), share(0.1)])).toEqual([expect.stringContaining('in a,')]);
    expect(heldOutLeaks([{ path: 'a' }, { path: 'a' }], [share(0.1), share(0.1)])).toEqual([]);
  });
});
