import { frontAxis, sameShape } from './symbolic.js';

describe('symbolic', () => {
  it('compares shapes', () => {
    expect(sameShape([2, 3], [2, 3])).toBe(true);
    expect(sameShape([2, 3], [3, 2])).toBe(false);
    expect(sameShape([2], [2, 1])).toBe(false);
  });

  it('counts axes from the front', () => {
    expect([frontAxis(-1, 3), frontAxis(1, 3)]).toEqual([2, 1]);
  });
});
