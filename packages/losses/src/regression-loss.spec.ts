import '@tensorflow/tfjs-backend-cpu';
import { grad, setBackend, tensor1d, tensor2d, tidy, type Tensor, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { expectFiniteDifferences } from './finite-differences.fixture.js';
import { regressionLoss } from './regression-loss.js';

beforeAll(() => setBackend('cpu'));

describe('regressionLoss', () => {
  it('is the mean squared error of the rows that count', () => {
    const loss = regressionLoss(tensor1d([1, 5, 90]), tensor1d([3, 4, 0]), tensor1d([1, 1, 0]));
    expect(loss.shape).toEqual([]);
    expect(loss.dataSync()[0]).toBe((4 + 1) / 2);
  });

  it('averages over several outputs', () => {
    const [predictions, targets] = [tensor2d([[1, 5], [9, 9]]), tensor2d([[3, 4], [0, 0]])];
    expect(regressionLoss(predictions, targets, tensor1d([1, 0])).dataSync()[0]).toBe((4 + 1) / 2);
    const loss = (x: Tensor2D) => regressionLoss(x, targets, tensor1d([1, 0]));
    expect(tidy(() => grad(loss as (x: Tensor) => Tensor)(predictions).arraySync())).toEqual([[-2, 1], [0, 0]]);
    const flat = tensor1d([1, 5, 9, 9]) as Tensor as Tensor2D;
    expect(() => regressionLoss(flat, targets, tensor1d([1, 0]))).toThrow('expected targets to have shape [4], received [2,2]');
  });

  it('has gradient 2 (prediction - target) / n, as finite differences say too', () => {
    const targets = tensor1d([3, 4, 0]);
    const weights = tensor1d([1, 1, 0]);
    const loss = (x: Tensor1D) => regressionLoss(x, targets, weights);
    expect(expectFiniteDifferences(loss, [1, 5, 9], [3])).toEqual([-2, 1, 0]);
  });
});
