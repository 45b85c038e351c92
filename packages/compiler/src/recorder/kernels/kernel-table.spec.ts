import * as tf from '@tensorflow/tfjs-core';
import '@electra-ts/ops';
import type { HostTensor } from '../../host-tensor.js';
import { EagerRuntime } from '../../runner/eager-runtime.js';
import { OnnxRuntime } from '../../runner/onnx-runtime.js';
import type { StepFunction } from '../../runtime.js';
import { recordStep } from '../record-step.js';
import type { KernelCall } from '../trace-backend.js';
import { expectClose } from '../../testing/expect-close.fixture.js';
import { randomTensor } from '../../testing/random-tensor.fixture.js';
import { type KernelCase, kernelCases } from './kernel-cases.fixture.js';
import { kernelTable } from './kernel-table.js';

/** Results of the case, and the gradients of their sum, weighted so that no two elements count the same. */
const stepOf =
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

describe('kernelTable', () => {
  let compiled: OnnxRuntime;
  let eager: EagerRuntime;
  beforeAll(async () => {
    await tf.setBackend('cpu');
    compiled = await OnnxRuntime.create();
    eager = await EagerRuntime.create({ backend: 'cpu' });
  });
  afterAll(() => compiled.dispose());

  for (const [family, cases] of Object.entries(kernelCases)) {
    describe(family, () => {
      it.each(cases.map((entry) => [entry.name, entry] as const))('%s', async (name, entry) => {
        const step = stepOf(entry);
        const options = { name, variables: {} };
        const [graph, reference] = [compiled.prepare(step, options), eager.prepare(step, options)];
        for (const [variant, inputs] of entry.inputs.entries()) {
          const feeds: Record<string, HostTensor> = {};
          inputs.forEach((input, index) => (feeds[`x${index}`] = randomTensor(input, variant * 10 + index)));
          expectClose(await graph.run(feeds), await reference.run(feeds));
        }
        await graph.dispose();
      });
    });
  }

  it('has no kernel that no case reaches', () => {
    const reached = new Set<string>();
    for (const entry of Object.values(kernelCases).flat()) {
      const calls: KernelCall[] = [];
      const feeds = entry.inputs[0]?.map((input, index) => [`x${index}`, randomTensor(input, index)]) ?? [];
      recordStep(stepOf(entry), { name: entry.name, variables: {} }, Object.fromEntries(feeds), calls);
      for (const { kernel } of calls) reached.add(kernel);
    }
    expect(Object.keys(kernelTable).filter((name) => !reached.has(name))).toEqual([]);
  });
});
