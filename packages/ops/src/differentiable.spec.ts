import '@tensorflow/tfjs-backend-cpu';
import './gradients.js';
import { add, grads, memory, mul, setBackend, square, tensor1d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { differentiable } from './differentiable.js';

beforeAll(() => setBackend('cpu'));

/** a + 2 b, with gradients that are deliberately those of something else: a square and a copy. */
const odd = (a: Tensor, b: Tensor): Tensor =>
  differentiable(
    [a, b] as const,
    (a, b) => ({ value: add(a, mul(b, 2)), saved: [a] }),
    (dy, [a]) => [mul(dy, square(a)), dy.clone()],
  );

describe('differentiable', () => {
  it('uses the given gradients, by what was saved', () => {
    const a = tensor1d([3, 4]);
    const b = tensor1d([5, 6]);
    const before = memory().numTensors;
    tidy(() => {
      expect(odd(a, b).dataSync()).toEqual(Float32Array.of(13, 16));
      const [byA, byB] = grads(odd)([a, b], tensor1d([1, 10]));
      expect(byA.dataSync()).toEqual(Float32Array.of(9, 160));
      expect(byB.dataSync()).toEqual(Float32Array.of(1, 10));
    });
    expect(memory().numTensors).toBe(before);
  });
});
