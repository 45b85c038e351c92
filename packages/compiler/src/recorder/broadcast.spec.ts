import fc from 'fast-check';
import { broadcastShape } from './broadcast.js';

describe('broadcastShape', () => {
  it('repeats missing leading axes and axes of length 1', () => {
    expect(broadcastShape([2, 1], [3])).toEqual([2, 3]);
    expect(broadcastShape([], [4])).toEqual([4]);
    expect(broadcastShape([0, 3], [1])).toEqual([0, 3]);
  });

  it('does not depend on the order', () => {
    const axis = fc.constantFrom(1, 3);
    fc.assert(
      fc.property(fc.array(axis, { maxLength: 4 }), fc.array(axis, { maxLength: 4 }), (a, b) => {
        expect(broadcastShape(a, b)).toEqual(broadcastShape(b, a));
      }),
    );
  });

  it('refuses axes that differ', () => {
    expect(() => broadcastShape([2, 3], [4])).toThrow(
      'shapes [2,3] and [4] cannot be broadcast together: axis 1 has 3 and 4.',
    );
  });
});
