import './gradients.js';
import '@tensorflow/tfjs-backend-cpu';
import { getGradient, grad, setBackend, square, tensor1d } from '@tensorflow/tfjs-core';

describe('gradients', () => {
  it('are registered for the very tfjs-core that packages import', async () => {
    await setBackend('cpu');
    expect(getGradient('Add')?.kernelName).toBe('Add');
    expect(grad((x) => square(x))(tensor1d([3])).dataSync()).toEqual(Float32Array.of(6));
  });
});
