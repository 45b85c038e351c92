// N ids, V rows, E embedding width.
import '@tensorflow/tfjs-backend-cpu';
import './cpu-embedding-grad.js';
import './gradients.js';
import {
  grad,
  matMul,
  oneHot,
  setBackend,
  tensor1d,
  tensor2d,
  unregisterKernel,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { embeddingLookup } from './embedding-lookup.js';
import { expectSameFunction, sample } from './gradients.fixture.js';

beforeAll(() => setBackend('cpu'));

describe.each(['kernel', 'composite'])('embeddingLookup by its %s', (way) => {
  beforeAll(() => {
    if (way === 'composite') {
      unregisterKernel('ElectraEmbeddingGrad', 'cpu');
    }
  });
  const table = tensor2d([[1, 2], [3, 4], [5, 6]]);

  it('picks rows and sums the gradients of repeated ones', () => {
    const ids = tensor1d([2, 0, 2], 'int32');
    expect(embeddingLookup(table, ids).arraySync()).toEqual([[5, 6], [1, 2], [5, 6]]);
    const byTable = grad((t) => embeddingLookup(t as Tensor2D, ids))(table, tensor2d([[1, 2], [10, 20], [100, 200]]));
    expect(byTable.arraySync()).toEqual([[10, 20], [0, 0], [101, 202]]);
  });

  it('has the value and gradient of a product with one-hot rows', () => {
    const ids = tensor1d([0, 3, 3, 1, 0, 3], 'int32');
    const plain = (t: Tensor): Tensor => matMul(oneHot(ids, 5, 1, 0, 'float32') as Tensor2D, t as Tensor2D);
    const fused = (t: Tensor): Tensor => embeddingLookup(t as Tensor2D, ids);
    expectSameFunction(fused, plain, [sample([5, 4], 0)]);
  });

  it('rejects ids that are not whole numbers', () => {
    expect(() => embeddingLookup(table, tensor1d([1]))).toThrow('expected ids of type int32, received float32');
  });
});
