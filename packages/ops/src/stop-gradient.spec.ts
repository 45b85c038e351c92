import '@tensorflow/tfjs-backend-cpu';
import './gradients.js';
import {
  add,
  grad,
  memory,
  mul,
  setBackend,
  tensor1d,
  tidy,
  variable,
  variableGrads,
  sum,
} from '@tensorflow/tfjs-core';
import { stopGradient } from './stop-gradient.js';

beforeAll(() => setBackend('cpu'));

describe('stopGradient', () => {
  it('makes a factor a constant', () => {
    const x = tensor1d([3, 4]);
    const before = memory().numTensors;
    tidy(() => {
      const byX = grad((t) => mul(t, stopGradient(t)))(x);
      expect(byX.dataSync()).toEqual(Float32Array.of(3, 4));
    });
    expect(memory().numTensors).toBe(before);
    expect(x.dataSync()).toEqual(Float32Array.of(3, 4));
  });

  it('outlives its source, and its source it', () => {
    const source = tensor1d([1, 2]);
    const same = stopGradient(source);
    source.dispose();
    expect(same.dataSync()).toEqual(Float32Array.of(1, 2));
    same.dispose();
    expect(memory().numDataBuffers).toBe(1); // the tensor of the test before
  });

  it('works on variables', () => {
    const weight = variable(tensor1d([2]));
    const { grads } = variableGrads(() => sum(add(mul(weight, 5), stopGradient(weight))));
    expect(grads[weight.name].dataSync()).toEqual(Float32Array.of(5));
  });
});
