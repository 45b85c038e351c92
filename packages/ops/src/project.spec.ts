import '@tensorflow/tfjs-backend-cpu';
import './gradients.js';
import {
  add,
  matMul,
  setBackend,
  tensor1d,
  tensor2d,
  transpose,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { expectSameFunction, sample } from './gradients.fixture.js';
import { project } from './project.js';

beforeAll(() => setBackend('cpu'));

const plain = (x: Tensor, weight: Tensor, bias: Tensor): Tensor => add(matMul(x, transpose(weight)), bias);
const named = (x: Tensor, weight: Tensor, bias: Tensor): Tensor =>
  project(x as Tensor2D, weight as Tensor2D, bias as Tensor1D);

describe('project', () => {
  it('multiplies by the rows of the weight', () => {
    const y = project(tensor2d([[1, 2]]), tensor2d([[3, 4], [5, 6], [7, 8]]), tensor1d([100, 200, 300]));
    expect(y.arraySync()).toEqual([[111, 217, 323]]);
  });

  it('has the value and gradients of its definition', () => {
    expectSameFunction(named, plain, [sample([4, 3], 0), sample([5, 3], 1), sample([5], 2)]);
  });

  it('rejects a weight stored [in, out]', () => {
    expect(() => project(sample([4, 3], 0), sample([3, 5], 1), sample([5], 2))).toThrow(
      /^project: expected \w+ to have shape \[\*,3\], received \[3,5\]$/,
    );
  });
});
