import { add, grads, memory, mul, sub, sum, tensor, tidy, util, type Tensor } from '@tensorflow/tfjs-core';
import { fillUniform } from './random/index.js';

/** A tensor of numbers in [-1, 1), always the same for one `site`. */
export function sample<T extends Tensor>(shape: readonly number[], site: number): T {
  const values = new Float32Array(util.sizeFromShape([...shape]));
  fillUniform(values, { seed: 1, step: 0, site });
  return tensor(
    values.map((value) => 2 * value - 1),
    [...shape],
  ) as T;
}

/** Largest difference between two lists of tensors of equal shapes. */
export function largestDifference(actual: readonly Tensor[], expected: readonly Tensor[]): number {
  expect(actual.map((t) => t.shape)).toEqual(expected.map((t) => t.shape));
  let largest = 0;
  expected.forEach((tensor, i) => {
    const values = actual[i].dataSync();
    tensor.dataSync().forEach((value, j) => (largest = Math.max(largest, Math.abs(value - values[j]))));
  });
  return largest;
}

/** The value of `f` and its gradients by all inputs, for a fixed gradient by the value. */
export function valueAndGradients(f: (...inputs: Tensor[]) => Tensor, inputs: Tensor[]): Tensor[] {
  return tidy(() => {
    const value = f(...inputs);
    return [value, ...grads(f)(inputs, sample(value.shape, 99))];
  });
}

/**
 * Compares an operation with the same function written in ordinary tfjs operations: value, gradients, and the
 * gradients with finite differences along a direction. Also checks that no tensor is left behind.
 */
export function expectSameFunction(
  fused: (...inputs: Tensor[]) => Tensor,
  plain: (...inputs: Tensor[]) => Tensor,
  inputs: Tensor[],
): void {
  const before = memory().numTensors;
  tidy(() => {
    const actual = valueAndGradients(fused, inputs);
    expect(largestDifference(actual, valueAndGradients(plain, inputs))).toBeLessThan(2e-5);
    inputs.forEach((input, i) => {
      const along = sample(input.shape, 200 + i);
      const expected = sum(mul(actual[i + 1], along)).dataSync()[0];
      expect(finiteDifference(fused, inputs, i, along)).toBeCloseTo(expected, 2);
    });
  });
  expect(memory().numTensors).toBe(before);
}

/** Derivative of sum(f * weights) by input `index` along a direction, by central difference. */
function finiteDifference(
  f: (...inputs: Tensor[]) => Tensor,
  inputs: readonly Tensor[],
  index: number,
  direction: Tensor,
): number {
  const step = 1e-2;
  const at = (distance: number): Tensor =>
    f(...inputs.map((input, i) => (i === index ? add(input, mul(direction, distance)) : input)));
  const change = sub(at(step), at(-step));
  return sum(mul(change, sample(change.shape, 99))).dataSync()[0] / (2 * step);
}
