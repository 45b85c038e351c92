import '@tensorflow/tfjs-backend-cpu';
import { grads, memory, setBackend, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { allTokensLoss } from './all-tokens-loss.js';

beforeAll(() => setBackend('cpu'));

describe('allTokensLoss', () => {
  it('is the mean surprise over real tokens', () => {
    // The bias alone makes the softmax 1/8, 2/8, 5/8; the copy probability is 1/2 everywhere; the last token is padding.
    const bias = tensor1d([0, Math.log(2), Math.log(5)]);
    const [input, labels] = [[1, 1, 0], [1, 2, 2]].map((ids) => tensor1d(ids, 'int32'));
    const zero = tensor2d([[0], [0], [0]]);
    const loss = allTokensLoss(zero, zero, bias, tensor1d([0, 0, 0]), input, labels, tensor1d([1, 1, 0]));
    expect(loss.shape).toEqual([]);
    expect(loss.dataSync()[0]).toBeCloseTo((Math.log(8 / 5) + Math.log(16 / 5)) / 2, 6);
  });

  it('has the gradients that finite differences give, and leaves no tensor behind', () => {
    const [input, labels] = [[2, 1, 0], [2, 0, 0]].map((ids) => tensor1d(ids, 'int32'));
    const weights = tensor1d([1, 1, 0]);
    const shapes = [[3, 2], [3, 2], [3], [3]];
    const start = [[0.5, -1, 1, 2, 0.3, 0.1], [1, 0.5, -0.5, 0.25, 0.75, -1], [0.1, -0.2, 0.3], [0.4, -0.6, 1]];
    const loss = (h: Tensor, table: Tensor, bias: Tensor, copy: Tensor) =>
      allTokensLoss(h as Tensor2D, table as Tensor2D, bias as Tensor1D, copy as Tensor1D, input, labels, weights);
    const tensors = (lists: number[][]) =>
      lists.map((list, i) => (shapes[i].length === 2 ? tensor2d(list, shapes[i] as [number, number]) : tensor1d(list)));
    const before = memory().numTensors;
    const gradients = tidy(() => grads(loss)(tensors(start)).map((gradient) => [...gradient.dataSync()]));
    const step = 1e-2;
    start.forEach((list, which) =>
      list.forEach((_, index) => {
        const at = (offset: number) => tidy(() => {
          const moved = start.map((other, w) => other.map((x, i) => (w === which && i === index ? x + offset : x)));
          const [h, table, bias, copy] = tensors(moved);
          return loss(h, table, bias, copy).dataSync()[0];
        });
        expect(gradients[which][index]).toBeCloseTo((at(step) - at(-step)) / (2 * step), 3);
      }),
    );
    expect(memory().numTensors).toBe(before);
  });
});
