import { frontAxis, knownValues, sameShape } from './symbolic.js';

describe('symbolic', () => {
  it('compares shapes', () => {
    expect(sameShape([2, 3], [2, 3])).toBe(true);
    expect(sameShape([2, 3], [3, 2])).toBe(false);
    expect(sameShape([2], [2, 1])).toBe(false);
  });

  it('knows the values of constants and of nothing else', () => {
    const base = { shape: [3], dtype: 'float32', origin: '' } as const;
    expect(knownValues({ ...base, uniform: 2 })).toEqual([2, 2, 2]);
    expect(knownValues({ ...base, values: [1, 2, 3] })).toEqual([1, 2, 3]);
    expect(knownValues({ ...base, name: 'x' })).toBeUndefined();
  });

  it('counts axes from the front', () => {
    expect([frontAxis(-1, 3), frontAxis(1, 3)]).toEqual([2, 1]);
  });
});
