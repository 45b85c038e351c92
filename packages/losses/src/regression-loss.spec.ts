import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor1d, type Tensor1D } from '@tensorflow/tfjs-core';
import { expectFiniteDifferences } from './finite-differences.fixture.js';
import { regressionLoss } from './regression-loss.js';

beforeAll(() => setBackend('cpu'));

describe('regressionLoss', () => {
  it('is the mean squared error of the rows that count', () => {
    const loss = regressionLoss(tensor1d([1, 5, 90]), tensor1d([3, 4, 0]), tensor1d([1, 1, 0]));
    expect(loss.shape).toEqual([]);
    expect(loss.dataSync()[0]).toBe((4 + 1) / 2);
  });

  it('has gradient 2 (prediction - target) / n, as finite differences say too', () => {
    const targets = tensor1d([3, 4, 0]);
    const weights = tensor1d([1, 1, 0]);
    const loss = (x: Tensor1D) => regressionLoss(x, targets, weights);
    expect(expectFiniteDifferences(loss, [1, 5, 9], [3])).toEqual([-2, 1, 0]);
  });
});
