import * as fc from 'fast-check';
import { describeTerm, sampleSizes, sizeTerm, termValue } from './sizes.js';

const names = ['batch', 'sequence'];
const samples = sampleSizes(names);

describe('sizeTerm', () => {
  it('finds any product of a whole number and sizes', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1000, max: 1000 }).filter((factor) => factor !== 0), fc.subarray(names), (factor, axes) => {
        const term = { factor, axes };
        expect(sizeTerm(samples.map((sizes) => termValue(term, sizes)), samples)).toEqual(term);
      }),
    );
  });

  it('finds none for sums, powers and parts of sizes', () => {
    const others: ((batch: number, sequence: number) => number)[] = [(batch) => batch + 1, (_, sequence) => sequence ** 2, (batch, sequence) => batch + sequence, (_, sequence) => (sequence - 1) / 2];
    for (const other of others) expect(sizeTerm(samples.map((sizes) => other(sizes.get('batch') as number, sizes.get('sequence') as number)), samples)).toBeUndefined();
  });

  it('takes 0 for a number', () => {
    expect(sizeTerm([0, 0, 0, 0], samples)).toEqual({ factor: 0, axes: [] });
  });
});

describe('sampleSizes', () => {
  it('changes one size at a time, then all', () => {
    expect(samples.map((sizes) => [...sizes.values()])).toEqual([[5, 11], [7, 11], [5, 13], [7, 13]]);
    expect(sampleSizes([]).map(({ size }) => size)).toEqual([0, 0]);
    // Names that JavaScript's objects would put in another order.
    expect(sampleSizes(['b', '1']).map((sizes) => [...sizes])).toContainEqual([['b', 7], ['1', 11]]);
  });

  it('refuses more names than there are sizes for', () => {
    expect(() => sampleSizes([...'abcdefg'])).toThrow(/at most 6 names of axes; received 7/);
  });
});

describe('describeTerm', () => {
  it('writes a number, a name or a product', () => {
    const of = (factor: number, ...axes: string[]) => describeTerm({ factor, axes });
    expect([of(3), of(1, 'batch'), of(2, 'batch', 'sequence')]).toEqual([3, 'batch', '2*batch*sequence']);
  });
});
