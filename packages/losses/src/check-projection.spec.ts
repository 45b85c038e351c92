import '@tensorflow/tfjs-backend-cpu';
import { setBackend, zeros, type Tensor, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { checkProjection } from './check-projection.js';

beforeAll(() => setBackend('cpu'));

describe('checkProjection', () => {
  const check = (shapes: { h?: number[]; table?: number[]; bias?: number[]; labels?: number[] }) => () => {
    const { h = [2, 3], table = [5, 3], bias = [5], labels = [2] } = shapes;
    const [h_ME, table_VE, bias_V, labels_M] = [h, table, bias, labels].map((shape): Tensor => zeros(shape));
    checkProjection('aLoss', h_ME as Tensor2D, table_VE as Tensor2D, bias_V as Tensor1D, { labels: labels_M });
  };

  it('accepts shapes that agree', () => {
    expect(check({})).not.toThrow();
  });

  it.each([
    [{ h: [2] }, 'aLoss: expected h to have shape [*,*], received [2]'],
    [{ table: [3, 5] }, 'aLoss: expected table to have shape [*,3], received [3,5]'],
    [{ bias: [3] }, 'aLoss: expected bias to have shape [5], received [3]'],
    [{ labels: [1] }, 'aLoss: expected labels to have shape [2], received [1]'],
  ])('refuses %j under the name of the loss', (shapes, message) => {
    expect(check(shapes)).toThrow(message);
  });
});
