import { grad, memory, tensor, tidy, type Scalar, type Tensor } from '@tensorflow/tfjs-core';

/**
 * Expects the gradient of a loss to equal its central differences at every value of its input, and no tensor to be left
 * behind by either.
 *
 * @returns the gradient's values
 */
export function expectFiniteDifferences<T extends Tensor>(
  loss: (x: T) => Scalar,
  values: readonly number[],
  shape: readonly number[],
): number[] {
  const step = 1e-2;
  const before = memory().numTensors;
  const at = (moved: readonly number[]): number =>
    tidy(() => loss(tensor([...moved], [...shape], 'float32') as T).dataSync()[0]);
  const gradient = tidy(() => {
    const of = grad((x) => loss(x as T));
    return [...of(tensor([...values], [...shape], 'float32')).dataSync()];
  });
  values.forEach((value, index) => {
    const slope = (at(values.with(index, value + step)) - at(values.with(index, value - step))) / (2 * step);
    expect(gradient[index]).toBeCloseTo(slope, 3);
  });
  expect(memory().numTensors).toBe(before);
  return gradient;
}
