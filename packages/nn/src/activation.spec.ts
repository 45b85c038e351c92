import '@tensorflow/tfjs-backend-cpu';
import '@electra-ts/ops';
import { grad, memory, setBackend, sum, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { activation, activationNames, type ActivationName } from './activation.js';

beforeAll(() => setBackend('cpu'));

const at = [-2.5, -0.7, 0.4, 3];
const values = (name: ActivationName, x: readonly number[]) => tidy(() => [...activation(name)(tensor1d([...x])).dataSync()]);
const logistic = (x: number) => 1 / (1 + Math.exp(-x));
const byTanh = (x: number) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
const expected: Partial<Record<ActivationName, (x: number) => number>> = {
  gelu_new: byTanh,
  gelu_fast: byTanh,
  gelu_pytorch_tanh: byTanh,
  gelu_accurate: byTanh,
  gelu_python_tanh: byTanh,
  quick_gelu: (x) => x * logistic(1.702 * x),
  relu: (x) => Math.max(0, x),
  relu2: (x) => Math.max(0, x) ** 2,
  relu6: (x) => Math.min(6, Math.max(0, x)),
  leaky_relu: (x) => Math.max(x, x / 100),
  mish: (x) => x * Math.tanh(Math.log1p(Math.exp(x))),
  silu: (x) => x * logistic(x),
  swish: (x) => x * logistic(x),
  tanh: Math.tanh,
  sigmoid: logistic,
  linear: (x) => x,
};

describe('activation', () => {
  it.each(Object.entries(expected))('%s is its formula', (name, formula) => {
    values(name as ActivationName, at).forEach((value, i) => expect(value).toBeCloseTo(formula(at[i]), 5));
  });

  it('has the exact GELU under both its names', () => {
    // 1 Phi(1)
    for (const name of ['gelu', 'gelu_python'] as const) expect(values(name, [1])[0]).toBeCloseTo(0.8413447, 5);
  });

  it('has those whose formula is long as transformers 4.57.6 computes them', () => {
    const found = (name: ActivationName) => values(name, [-2.5, -0.7, 0.4, 3, 12]);
    const others = { gelu_10: [-0.0155242, -0.1693746, 0.2621687, 2.9959497, 10], laplace: [0, 3e-7, 0.1381508, 1, 1] };
    for (const [name, outputs] of Object.entries(others)) {
      found(name as ActivationName).forEach((value, i) => expect(value).toBeCloseTo(outputs[i], 5));
    }
  });

  it.each(activationNames)('%s has the gradient that finite differences give, and leaves nothing behind', (name) => {
    const before = memory().numTensors;
    const gradient = tidy(() => [...grad((x) => sum(activation(name)(x)))(tensor1d(at)).dataSync()]);
    const step = 1e-2;
    const [up, down] = [step, -step].map((offset) => values(name, at.map((x) => x + offset)));
    gradient.forEach((slope, i) => expect(slope).toBeCloseTo((up[i] - down[i]) / (2 * step), 3));
    expect(memory().numTensors).toBe(before);
  });
});
