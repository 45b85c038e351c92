import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor2d } from '@tensorflow/tfjs-core';
import { scaledMatMul } from './scaled-mat-mul.js';

beforeAll(() => setBackend('cpu'));

describe('scaledMatMul', () => {
  const a = tensor2d([[1, 2]]);
  const b = tensor2d([[3, 4]]);

  it('transposes either side and multiplies by alpha', () => {
    expect(scaledMatMul(a, b, { transposeB: true, alpha: 10 }).arraySync()).toEqual([[110]]);
    expect(scaledMatMul(a, b, { transposeA: true, alpha: 0.5 }).arraySync()).toEqual([
      [1.5, 2],
      [3, 4],
    ]);
  });
});
