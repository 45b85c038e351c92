import { allocate, checkHostTensor, copyHostTensor, elementCount, type HostTensor, ownsMemory } from './host-tensor.js';

describe('HostTensor', () => {
  it('counts elements: one for a scalar, none where an axis is empty', () => {
    expect([[], [3], [2, 3], [2, 0, 3]].map(elementCount)).toEqual([1, 3, 6, 0]);
  });

  it('allocates the array that belongs to the dtype', () => {
    expect(allocate('float32', 2)).toEqual(new Float32Array(2));
    expect(allocate('int32', 1)).toEqual(new Int32Array(1));
    expect(allocate('bool', 0)).toEqual(new Uint8Array(0));
  });

  it('copies a part of a larger buffer compactly', () => {
    const whole = Float32Array.of(1, 2, 3, 4);
    const { data } = copyHostTensor({ shape: [2], dtype: 'float32', data: whole.subarray(1, 3) });
    expect(data).toEqual(Float32Array.of(2, 3));
    expect(data.buffer.byteLength).toBe(8);
    expect([data, whole, whole.subarray(1), new Float32Array(new SharedArrayBuffer(4))].map(ownsMemory)).toEqual([true, true, false, false]);
  });

  it.each([
    [
      'a wrong array',
      { shape: [1], dtype: 'int32', data: new Float32Array(1) },
      'x: a int32 tensor needs a Int32Array, received Float32Array.',
    ],
    [
      'a wrong length',
      { shape: [2], dtype: 'float32', data: new Float32Array(3) },
      'x: shape [2] needs 2 elements, received 3.',
    ],
    [
      'a wrong dtype',
      { shape: [1], dtype: 'float64', data: new Float64Array(1) },
      "x: expected {shape, dtype: 'float32' | 'int32' | 'bool', data}, received Object.",
    ],
    ['no tensor', undefined, "x: expected {shape, dtype: 'float32' | 'int32' | 'bool', data}, received undefined."],
  ])('refuses %s', (_, tensor, message) => {
    expect(() => checkHostTensor('x', tensor as HostTensor)).toThrow(message);
  });
});
