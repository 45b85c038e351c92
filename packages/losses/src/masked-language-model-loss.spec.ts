import '@tensorflow/tfjs-backend-cpu';
import {
  grads,
  memory,
  setBackend,
  tensor1d,
  tensor2d,
  tidy,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { maskedLanguageModelLoss } from './masked-language-model-loss.js';

beforeAll(() => setBackend('cpu'));

describe('maskedLanguageModelLoss', () => {
  it('is the mean surprise at the labels whose weight counts', () => {
    // Logits of row 0 are ln 1, ln 2, ln 5 by the bias alone: its label has probability 2/8. Row 1 is a free slot.
    const h = tensor2d([[0], [3]]);
    const bias = tensor1d([0, Math.log(2), Math.log(5)]);
    const labels = tensor1d([1, 0], 'int32');
    const loss = maskedLanguageModelLoss(h, tensor2d([[1], [1], [-1]]), bias, labels, tensor1d([1, 0]));
    expect(loss.shape).toEqual([]);
    expect(loss.dataSync()[0]).toBeCloseTo(Math.log(4), 6);
  });

  it('is 0 where no slot is used', () => {
    const labels = tensor1d([1], 'int32');
    const table = tensor2d([[1], [2]]);
    const loss = maskedLanguageModelLoss(tensor2d([[1]]), table, tensor1d([0, 0]), labels, tensor1d([0]));
    expect(loss.dataSync()[0]).toBe(0);
  });

  it('has the gradients that finite differences give, and leaves no tensor behind', () => {
    const labels = tensor1d([2, 0, 2], 'int32');
    const weights = tensor1d([1, 0.5, 0]);
    const start = [
      tensor2d([[0.5, -1], [1, 2], [0.3, 0.1]]),
      tensor2d([[1, 0.5], [-0.5, 0.25], [0.75, -1]]),
      tensor1d([0.1, -0.2, 0.3]),
    ];
    const loss = (h: Tensor, table: Tensor, bias: Tensor) =>
      maskedLanguageModelLoss(h as Tensor2D, table as Tensor2D, bias as Tensor1D, labels, weights);
    const before = memory().numTensors;
    const gradients = tidy(() => grads(loss)(start).map((gradient) => [...gradient.dataSync()]));
    const step = 1e-2;
    const slopes = start.map((x, which) => [...x.dataSync()].map((_, index) => tidy(() => {
      const at = (offset: number) => {
        const moved = start.map((y) => y.dataSync<'float32'>().slice());
        moved[which][index] += offset;
        return loss(tensor2d(moved[0], [3, 2]), tensor2d(moved[1], [3, 2]), tensor1d(moved[2])).dataSync()[0];
      };
      return (at(step) - at(-step)) / (2 * step);
    })));
    slopes.forEach((list, which) => {
      list.forEach((slope, index) => expect(gradients[which][index]).toBeCloseTo(slope, 3));
    });
    // The slot of weight 0 pulls at nothing.
    expect(gradients[0].slice(4).every((slope) => slope === 0)).toBe(true);
    expect(memory().numTensors).toBe(before);
  });
});
