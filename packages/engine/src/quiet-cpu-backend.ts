import '@tensorflow/tfjs-backend-cpu';
import { findBackend } from '@tensorflow/tfjs-core';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';

/**
 * tfjs' CPU backend, which otherwise prints four lines about tfjs-node at its first use. Whoever asks for it here has
 * chosen it, or runs only small kernels on it.
 */
export function quietCpuBackend(): MathBackendCPU {
  return Object.assign(findBackend('cpu') as MathBackendCPU, { firstUse: false });
}
