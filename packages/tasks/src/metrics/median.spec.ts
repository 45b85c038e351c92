import fc from 'fast-check';
import { median } from './median.js';

describe('median', () => {
  it.each([
    [[7], 7],
    [[3, 1, 20], 3],
    [[4, 1, 2, 20], 3],
    // Not by their digits.
    [[10, 9, 100], 10],
  ])('of %j is %d', (values, middle) => expect(median(values)).toBe(middle));

  it('has as many values on either side, and leaves them where they are', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
        const before = [...values];
        const middle = median(values);
        expect(values.filter((value) => value < middle).length).toBeLessThanOrEqual(values.length / 2);
        expect(values.filter((value) => value > middle).length).toBeLessThanOrEqual(values.length / 2);
        expect(values).toEqual(before);
      }),
    );
  });

  it.each([[[NaN, 0.9, 0.1]], [[0.9, NaN, 0.1]], [[0.1, 0.9, NaN]]])('of %j is not a number', (values) => expect(median(values)).toBeNaN());

  it('does not exist of none', () => expect(() => median([])).toThrow(/at least one number; received none/));
});
