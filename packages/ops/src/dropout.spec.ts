import '@tensorflow/tfjs-backend-cpu';
import './gradients.js';
import { grad, setBackend, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { dropout } from './dropout.js';

beforeAll(() => setBackend('cpu'));

describe('dropout', () => {
  const x = tensor1d([1, 2, 3]);
  const keep = tensor1d([0, 2, 2]);

  it('multiplies value and gradient by the mask', () => {
    expect(dropout(x, keep).dataSync()).toEqual(Float32Array.of(0, 4, 6));
    expect(grad((t) => dropout(t, keep))(x).dataSync()).toEqual(keep.dataSync());
  });

  it('is the tensor itself without a mask', () => {
    expect(dropout(x, null)).toBe(x);
  });

  it('rejects a mask of another shape', () => {
    expect(() => dropout(x, tensor2d([[1, 1, 1]]))).toThrow('dropout: expected keep to have shape [3], received [1,3]');
  });
});
