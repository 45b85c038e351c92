import '@tensorflow/tfjs-backend-cpu';
import { grad, setBackend, tensor1d, type Tensor1D } from '@tensorflow/tfjs-core';
import { weightedMean } from './weighted-mean.js';

beforeAll(() => setBackend('cpu'));

describe('weightedMean', () => {
  const values = () => tensor1d([2, 4, 1000]);

  it('weighs', () => {
    expect(weightedMean(values(), tensor1d([1, 1, 0])).dataSync()[0]).toBe(3);
    expect(weightedMean(values(), tensor1d([0.75, 0.25, 0])).dataSync()[0]).toBe(2.5);
  });

  it('is 0, with no gradient, where all weights are zero', () => {
    const weights = tensor1d([0, 0, 0]);
    expect(weightedMean(values(), weights).dataSync()[0]).toBe(0);
    const gradient = grad((x) => weightedMean(x as Tensor1D, weights))(values());
    expect([...gradient.dataSync()]).toEqual([0, 0, 0]);
  });
});
