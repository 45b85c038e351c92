import * as tf from '@tensorflow/tfjs-core';
import type { HostTensor } from '../../host-tensor.js';
import type { StepFunction } from '../../runtime.js';
import { randomTensor } from '../../testing/random-tensor.fixture.js';
import type { CaseInput, KernelCase } from './kernel-cases.fixture.js';

/** Results of the case, and the gradients of their sum, weighted so that no two elements count the same. */
export const stepOf =
  ({ run, gradient = [] }: KernelCase): StepFunction =>
  (inputs) => {
    const tensors = Object.values(inputs);
    const outputs = (...xs: tf.Tensor[]) => [run(...xs)].flat();
    const results = outputs(...tensors).map((output, index) => [`result ${index}`, output]);
    if (gradient.length === 0) return Object.fromEntries(results);
    const weighted = (...xs: tf.Tensor[]) => {
      const complete = tensors.map(
        (tensor, index) => (gradient.includes(index) ? xs[gradient.indexOf(index)] : tensor),
      );
      const sums = outputs(...(complete as tf.Tensor[])).map((y) =>
        tf.sum(tf.mul(y, tf.reshape(tf.linspace(0.5, 1.5, Math.max(1, y.size)).slice(0, y.size), y.shape))),
      );
      return tf.addN(sums);
    };
    const gradients = tf.grads(weighted)(gradient.map((index) => tensors[index] as tf.Tensor));
    return Object.fromEntries([...results, ...gradients.map((g, index) => [`gradient ${gradient[index]}`, g])]);
  };

/** Random numbers for one variant of a case's inputs, under the names x0, x1, … */
export function feedsOf(inputs: readonly CaseInput[], variant: number): Record<string, HostTensor> {
  return Object.fromEntries(inputs.map((input, index) => [`x${index}`, randomTensor(input, variant * 10 + index)]));
}
