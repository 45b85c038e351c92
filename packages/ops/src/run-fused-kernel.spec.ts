import '@tensorflow/tfjs-backend-cpu';
import { registerKernel, setBackend, tensor1d, unregisterKernel, type Tensor } from '@tensorflow/tfjs-core';
import { fusedKernels } from './fused-kernels.js';
import { runFusedKernel } from './run-fused-kernel.js';

beforeAll(() => setBackend('cpu'));

describe('runFusedKernel', () => {
  const composite = jest.fn(({ x }: { x: Tensor }) => x.clone());
  const run = (x: Tensor): Tensor => runFusedKernel(fusedKernels.Gelu, { x }, {}, composite);

  it('runs the composite where the backend lacks the kernel', () => {
    expect(run(tensor1d([1, 2])).dataSync()).toEqual(Float32Array.of(1, 2));
    expect(composite).toHaveBeenCalledTimes(1);
  });

  it('runs the kernel where the backend has it', () => {
    registerKernel({
      kernelName: fusedKernels.Gelu,
      backendName: 'cpu',
      kernelFunc: ({ inputs, backend }) => {
        const cpu = backend as { makeTensorInfo(shape: number[], dtype: string, values: Float32Array): Tensor };
        return cpu.makeTensorInfo(inputs['x']?.shape ?? [], 'float32', Float32Array.of(7, 8));
      },
    });
    composite.mockClear();
    expect(run(tensor1d([1, 2])).dataSync()).toEqual(Float32Array.of(7, 8));
    expect(composite).not.toHaveBeenCalled();
    unregisterKernel(fusedKernels.Gelu, 'cpu');
  });
});
