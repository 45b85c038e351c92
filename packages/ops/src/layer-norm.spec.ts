import '@tensorflow/tfjs-backend-cpu';
import './gradients.js';
import {
  add,
  div,
  moments,
  mul,
  setBackend,
  sqrt,
  sub,
  tensor1d,
  tensor2d,
  type Tensor,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expectSameFunction, sample } from './gradients.fixture.js';
import { layerNorm } from './layer-norm.js';

beforeAll(() => setBackend('cpu'));

const EPSILON = 1e-3;
const plain = (x: Tensor, gamma: Tensor, beta: Tensor): Tensor => {
  const { mean, variance } = moments(x, -1, true);
  return add(mul(div(sub(x, mean), sqrt(add(variance, EPSILON))), gamma), beta);
};
const fused = (x: Tensor, gamma: Tensor, beta: Tensor): Tensor =>
  layerNorm(x, gamma as Tensor1D, beta as Tensor1D, EPSILON);

describe('layerNorm', () => {
  it('of (1, 3) is (-1, 1), scaled and offset', () => {
    const y = layerNorm(tensor2d([[1, 3]]), tensor1d([10, 100]), tensor1d([5, 7]), 0);
    expect(y.dataSync()).toEqual(Float32Array.of(-5, 107));
  });

  it('has the value and gradients of its definition, for any shape', () => {
    const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(shapes, fc.integer({ min: 3, max: 9 }), (leading, width) => {
        const inputs = [sample([...leading, width], 0), sample([width], 1), sample([width], 2)];
        expectSameFunction(fused, plain, inputs);
        inputs.forEach((input) => input.dispose());
      }),
      { seed: 1, numRuns: 15 },
    );
  });

  it('rejects a scale of another width', () => {
    expect(() => layerNorm(sample([2, 4], 0), tensor1d([1, 1, 1]), tensor1d([0, 0, 0, 0]), EPSILON)).toThrow(
      'layerNorm: expected gamma to have shape [4], received [3]',
    );
  });
});
