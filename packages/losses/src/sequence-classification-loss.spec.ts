import '@tensorflow/tfjs-backend-cpu';
import { grad, memory, setBackend, tensor1d, tensor2d, tidy, type Tensor2D } from '@tensorflow/tfjs-core';
import { sequenceClassificationLoss } from './sequence-classification-loss.js';

beforeAll(() => setBackend('cpu'));

const loss = (logits: number[][], labels: number[], weights: number[]): number =>
  tidy(() => sequenceClassificationLoss(tensor2d(logits), tensor1d(labels, 'int32'), tensor1d(weights)).dataSync()[0]);

describe('sequenceClassificationLoss', () => {
  it('is the mean surprise at the labels of the rows that count', () => {
    // Probabilities of the first row are 1/8, 2/8 and 5/8, of the second 1/3 each; the third fills up the batch.
    const logits = [[0, Math.log(2), Math.log(5)], [7, 7, 7], [90, 0, 0]];
    expect(loss(logits, [2, 1, 1], [1, 1, 0])).toBeCloseTo((Math.log(8 / 5) + Math.log(3)) / 2, 6);
  });

  it('stays finite however large the logits are', () => {
    expect(loss([[1000, 0]], [1], [1])).toBe(1000);
    expect(loss([[1000, 0]], [0], [1])).toBe(0);
  });

  it.each([2, -1])('charges nothing for label %s, which does not exist, but counts the row', (label) => {
    expect(loss([[0, 0], [0, 0]], [0, label], [1, 1])).toBeCloseTo(Math.LN2 / 2, 6);
  });

  it('is 0 where no row counts', () => {
    expect(loss([[1, 2]], [0], [0])).toBe(0);
  });

  it('has gradient (softmax - label) / n, as finite differences say too, and leaves no tensor behind', () => {
    const labels = tensor1d([2, 0], 'int32');
    const weights = tensor1d([1, 1]);
    const start = [[0, Math.log(2), Math.log(5)], [0.5, -0.25, 1]];
    const before = memory().numTensors;
    const gradient = tidy(() => {
      const of = grad((x) => sequenceClassificationLoss(x as Tensor2D, labels, weights));
      return of(tensor2d(start)).arraySync() as number[][];
    });
    [1 / 16, 2 / 16, -3 / 16].forEach((expected, label) => expect(gradient[0][label]).toBeCloseTo(expected, 5));
    const step = 1e-2;
    start.forEach((row, b) => row.forEach((_, label) => {
      const at = (offset: number) => {
        const moved = start.map((each) => [...each]);
        moved[b][label] += offset;
        return loss(moved, [2, 0], [1, 1]);
      };
      expect(gradient[b][label]).toBeCloseTo((at(step) - at(-step)) / (2 * step), 3);
    }));
    expect(memory().numTensors).toBe(before);
  });
});
