import { fillKeepMask } from './fill-keep-mask.js';
import { keepMaskWindow } from './keep-mask-window.js';

describe('keepMaskWindow', () => {
  const key = { seed: 3, step: 4, site: 5 };

  it('is what fillKeepMask writes', () => {
    const filled = new Float32Array(1000);
    fillKeepMask(filled, key, 0.2);
    expect(keepMaskWindow(1000, key, 0.2)).toEqual(filled);
  });

  it('keeps rates and seeds apart', () => {
    expect(keepMaskWindow(1000, key, 0.1)).not.toEqual(keepMaskWindow(1000, key, 0.2));
    expect(keepMaskWindow(1000, { ...key, seed: 4 }, 0.2)).not.toEqual(keepMaskWindow(1000, key, 0.2));
  });

  it('is all ones at rate 0', () => {
    expect(keepMaskWindow(3, key, 0)).toEqual(Float32Array.of(1, 1, 1));
  });

  it('rejects rates and keys out of range', () => {
    expect(() => keepMaskWindow(1, key, 1)).toThrow('keepMaskWindow: expected dropRate in [0, 1), received 1');
    expect(() => keepMaskWindow(1, { ...key, step: -1 }, 0.1)).toThrow(/^keepMaskWindow: /);
  });
});
