import { engine, getKernel, Identity, type Tensor, type TensorInfo } from '@tensorflow/tfjs-core';

/**
 * The same values, which no gradient flows back through. tfjs has no such operation.
 *
 * @returns A tensor of its own over the same data: dispose of it as of any other.
 */
export function stopGradient<T extends Tensor>(x: T): T {
  const active = engine();
  const { backend } = active;
  // Calling the kernel's function rather than running the kernel is what keeps it off the tape of gradients.
  const identity = getKernel(Identity, active.backendName);
  const same = identity.kernelFunc({ inputs: { x }, attrs: {}, backend }) as TensorInfo;
  return active.makeTensorFromTensorInfo(same) as T;
}
