import { setBackend, square, tensor1d } from '@tensorflow/tfjs-core';
import { quietCpuBackend } from './quiet-cpu-backend.js';

describe('quietCpuBackend', () => {
  it('computes without a word', async () => {
    const warn = jest.spyOn(console, 'warn');
    quietCpuBackend();
    await setBackend('cpu');
    expect(square(tensor1d([1, 2])).dataSync()).toEqual(Float32Array.of(1, 4));
    expect(warn).not.toHaveBeenCalled();
  });
});
