import type { RandomSource } from '@electra-ts/ops';
import '@tensorflow/tfjs-backend-cpu';
import { fill, setBackend, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { dropoutLayer, keepMask, linearLayer, normLayer, parameter } from './parameters.js';

const doubling: RandomSource = {
  keepMask: (shape) => fill([...shape], 2),
  uniform: () => {
    throw new Error('no uniform numbers here');
  },
};

beforeAll(() => setBackend('cpu'));

describe('parameter', () => {
  it('names the one that is missing', () => {
    expect(() => parameter({ a: tensor1d([1]) }, 'b.weight')).toThrow(/named b\.weight; received 1 tensors/);
  });
});

describe('linearLayer', () => {
  it('multiplies by the transposed weight and adds the bias', () => {
    const parameters = { 'l.weight': tensor2d([[1, 2], [3, 4], [5, 6]]), 'l.bias': tensor1d([0, 0, 100]) };
    // Rows of the weight times (1, 10): 21, 43, 65.
    expect(linearLayer(parameters, 'l', tensor2d([[1, 10]])).arraySync()).toEqual([[21, 43, 165]]);
  });
});

describe('normLayer', () => {
  it('normalizes rows, then scales and shifts', () => {
    const parameters = { 'n.weight': tensor1d([3, 1]), 'n.bias': tensor1d([0, 10]) };
    // (2, 6) has mean 4 and standard deviation 2: (-1, 1).
    const [[first, second]] = normLayer(parameters, 'n', tensor2d([[2, 6]]), 1e-12).arraySync();
    expect(first).toBeCloseTo(-3, 5);
    expect(second).toBeCloseTo(11, 5);
  });
});

describe('dropout', () => {
  it('multiplies by the mask of the next site', () => {
    expect(dropoutLayer(tensor2d([[1, 2]]), 0.5, doubling).arraySync()).toEqual([[2, 4]]);
  });

  it('asks for nothing where nothing is dropped', () => {
    const x = tensor2d([[1, 2]]);
    expect(dropoutLayer(x, 0.5, null)).toBe(x);
    expect(dropoutLayer(x, 0, doubling)).toBe(x);
    expect(keepMask([1], 0, doubling)).toBeNull();
    expect(keepMask([1], 0.5, null)).toBeNull();
  });
});
