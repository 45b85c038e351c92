import { checkStoredTensor, elementCount } from './stored-tensor.js';

describe('elementCount', () => {
  it.each([
    [[], 1],
    [[7], 7],
    [[2, 3, 4], 24],
    [[5, 0, 4], 0],
  ])('of %j is %d', (shape, count) => {
    expect(elementCount(shape)).toBe(count);
  });
});

describe('checkStoredTensor', () => {
  it('accepts tensors whose parts agree', () => {
    expect(() =>
      checkStoredTensor('w', { shape: [2, 3], dtype: 'float32', data: new Float32Array(6) }),
    ).not.toThrow();
    expect(() => checkStoredTensor('s', { shape: [], dtype: 'int32', data: Int32Array.of(4) })).not.toThrow();
  });

  it('names the tensor and what disagrees', () => {
    const data = new Float32Array(6);
    expect(() => checkStoredTensor('w', { shape: [2, 2], dtype: 'float32', data })).toThrow(
      'tensor "w": expected 4 elements for shape [2, 2], received 6',
    );
    expect(() => checkStoredTensor('w', { shape: [6], dtype: 'int32', data })).toThrow(
      'tensor "w": expected Int32Array data for dtype int32, received Float32Array',
    );
    expect(() => checkStoredTensor('w', { shape: [-6], dtype: 'float32', data })).toThrow('received [-6]');
    expect(() => checkStoredTensor('w', { shape: [6], dtype: 'float64' as 'float32', data })).toThrow(
      'expected dtype float32 or int32, received float64',
    );
  });
});
