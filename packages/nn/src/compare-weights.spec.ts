import type { StoredTensor } from '@electra-ts/checkpoint';
import { compareWeights, mismatchText } from './compare-weights.js';

const ones = (...shape: number[]): StoredTensor => ({
  shape,
  dtype: 'float32',
  data: new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(1),
});

describe('compareWeights', () => {
  it('keeps what fits and lists the rest by name', () => {
    const { values, mismatch } = compareWeights(
      { same: ones(2), square: ones(3, 2), stranger: ones(1) },
      { same: [2], square: [2, 3], gone: [1] },
    );
    expect(values).toEqual({ same: Float32Array.of(1, 1) });
    expect(mismatch).toEqual({
      missing: ['gone'],
      unknown: ['stranger'],
      different: ['square (expected float32 [2, 3], received float32 [3, 2])'],
    });
    expect(mismatchText(mismatch)).toMatch(/^1 missing: gone; 1 not part of this model: stranger; 1 of another/);
  });

  it.each(['toString', 'constructor', '__proto__'])('knows no tensor that is called %s', (name) => {
    const { mismatch } = compareWeights(Object.fromEntries([['a', ones(1)], [name, ones(1)]]), { a: [1] });
    expect(mismatch).toEqual({ missing: [], unknown: [name], different: [] });
  });

  it('names a handful, and shortens names, however much does not fit', () => {
    const missing = Array.from({ length: 20_000 }, (_, index) => `tensor.${index}`);
    const unknown = ['x'.repeat(100_000)];
    const text = mismatchText({ missing, unknown, different: [] });
    expect(text).toMatch(/^20000 missing: tensor\.0, .*, tensor\.4 and 19995 more; 1 not part of this model: x{199}…$/);
    expect(mismatchText({ missing: missing.slice(0, 5), unknown: [], different: [] })).toMatch(/tensor\.4$/);
  });

  it('has nothing to say where all fits', () => {
    expect(mismatchText(compareWeights({ a: ones(1) }, { a: [1] }).mismatch)).toBeNull();
  });
});
