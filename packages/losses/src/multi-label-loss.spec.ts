import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor1d, tensor2d, type Tensor2D } from '@tensorflow/tfjs-core';
import { expectFiniteDifferences } from './finite-differences.fixture.js';
import { multiLabelLoss } from './multi-label-loss.js';

beforeAll(() => setBackend('cpu'));

describe('multiLabelLoss', () => {
  it('is the mean surprise at each label, there or not, of the rows that count', () => {
    // Logits ln 3 and -ln 4 mean probabilities 3/4 and 1/5.
    const logits = tensor2d([[Math.log(3), -Math.log(4)], [50, 50]]);
    const loss = multiLabelLoss(logits, tensor2d([[1, 0], [0, 0]]), tensor1d([1, 0]));
    expect(loss.dataSync()[0]).toBeCloseTo((Math.log(4 / 3) + Math.log(5 / 4)) / 2, 6);
  });

  it('stays exact however large the logits are', () => {
    const loss = (target: number) => multiLabelLoss(tensor2d([[1000]]), tensor2d([[target]]), tensor1d([1]));
    expect(loss(0).dataSync()[0]).toBe(1000);
    expect(loss(1).dataSync()[0]).toBe(0);
  });

  it('has gradient (sigmoid - target) / (labels * n), as finite differences say too', () => {
    const targets = tensor2d([[1, 0], [1, 1]]);
    const weights = tensor1d([1, 1]);
    const loss = (x: Tensor2D) => multiLabelLoss(x, targets, weights);
    const gradient = expectFiniteDifferences(loss, [Math.log(3), -Math.log(4), 0, 0.5], [2, 2]);
    [-1 / 16, 1 / 20, -1 / 8].forEach((expected, index) => expect(gradient[index]).toBeCloseTo(expected, 5));
  });
});
