import '@tensorflow/tfjs-backend-cpu';
import { type Scalar, scalar, setBackend } from '@tensorflow/tfjs-core';
import { isFiniteStep } from './is-finite-step.js';

beforeAll(() => setBackend('cpu'));

it.each([
  [1, 2, 1],
  [NaN, 2, 0],
  [1, Infinity, 0],
  [-Infinity, NaN, 0],
])('a step with loss %d and gradient norm %d: %d', (loss, norm, expected) => {
  const accepted = isFiniteStep(scalar(loss) as Scalar, scalar(norm) as Scalar);
  expect([...accepted.dataSync()]).toEqual([expected]);
});
