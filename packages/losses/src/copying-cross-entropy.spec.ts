import '@tensorflow/tfjs-backend-cpu';
import { grads, memory, setBackend, sum, tensor1d, tidy, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';
import { copyingCrossEntropy } from './copying-cross-entropy.js';

beforeAll(() => setBackend('cpu'));

const inputs = [5, 5];
const labels = [5, 6];
const surprise = (nll: Tensor1D, copy: Tensor1D) =>
  copyingCrossEntropy(nll, copy, tensor1d(inputs, 'int32'), tensor1d(labels, 'int32'));
const values = (nll: number[], copy: number[]) => tidy(() => [...surprise(tensor1d(nll), tensor1d(copy)).dataSync()]);

describe('copyingCrossEntropy', () => {
  it('mixes the copy and the softmax', () => {
    // D = 3/4 and softmax 1/2: 3/4 + 1/8 = 7/8 where the input is right, 1/8 where it is not.
    const [right, wrong] = values([Math.LN2, Math.LN2], [Math.log(3), Math.log(3)]);
    expect(right).toBeCloseTo(Math.log(8 / 7), 6);
    expect(wrong).toBeCloseTo(Math.log(8), 5);
  });

  it('stays finite at the ends', () => {
    expect(values([50, 50], [500, 500])).toEqual([0, 550]);
    expect(values([50, 50], [-500, -500])).toEqual([50, 50]);
  });

  it('has the gradients that finite differences give, and leaves no tensor behind', () => {
    const start = [[0.7, 2], [0.4, -1.2]];
    const before = memory().numTensors;
    const total = (lists: number[][]) => values(lists[0], lists[1]).reduce((a, b) => a + b, 0);
    const gradients = tidy(() =>
      grads((nll: Tensor, copy: Tensor) => sum(surprise(nll as Tensor1D, copy as Tensor1D)))(start.map((list) => tensor1d(list)))
        .map((gradient) => [...gradient.dataSync()]),
    );
    const step = 1e-2;
    start.forEach((list, which) =>
      list.forEach((_, index) => {
        const at = (offset: number) =>
          total(start.map((other, w) => other.map((x, i) => (w === which && i === index ? x + offset : x))));
        expect(gradients[which][index]).toBeCloseTo((at(step) - at(-step)) / (2 * step), 3);
      }),
    );
    expect(memory().numTensors).toBe(before);
  });
});
