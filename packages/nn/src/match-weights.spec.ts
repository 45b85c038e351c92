import type { StoredTensor } from '@electra-ts/checkpoint';
import { UserError } from '@electra-ts/config';
import { matchWeights } from './match-weights.js';

const zeros = (...shape: number[]): StoredTensor => ({
  shape,
  dtype: 'float32',
  data: new Float32Array(shape.reduce((product, size) => product * size, 1)),
});

describe('matchWeights', () => {
  it('gives the values of each parameter', () => {
    const a = zeros(2, 3);
    expect(matchWeights({ a }, { a: [2, 3] }, 'file')).toEqual({ a: a.data });
  });

  it('lists everything that does not fit, by name, in one message', () => {
    const whole: StoredTensor = { shape: [1], dtype: 'int32', data: Int32Array.of(1) };
    const weights = { square: zeros(3, 2), whole, stranger: zeros(1), other: zeros(1) };
    const shapes = { square: [2, 3], whole: [1], gone: [1], lost: [1] };
    const call = () => matchWeights(weights, shapes, 'x/model.safetensors');
    expect(call).toThrow(UserError);
    expect(call).toThrow(/x\/model\.safetensors/);
    expect(call).toThrow(/2 missing: gone, lost; 2 not part of this model: stranger, other;/);
    expect(call).toThrow(/square \(expected float32 \[2, 3\], received float32 \[3, 2\]\)/);
    expect(call).toThrow(/whole \(expected float32 \[1\], received int32 \[1\]\)/);
  });
});
