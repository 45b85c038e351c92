import { matMul, mul, type Tensor } from '@tensorflow/tfjs-core';
import { fusedKernels } from './fused-kernels.js';
import { runFusedKernel } from './run-fused-kernel.js';

/** Sides to transpose (the last two dimensions) and the factor of a product. */
export interface ScaledMatMulOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  readonly alpha: number;
}

/**
 * alpha * a b, without a pass of its own for the factor where the backend can do so. It has no gradient: call it inside
 * `differentiable`.
 */
export function scaledMatMul<T extends Tensor>(a: T, b: T, options: ScaledMatMulOptions): T {
  const { transposeA = false, transposeB = false, alpha } = options;
  return runFusedKernel(fusedKernels.ScaledMatMul, { a, b }, { transposeA, transposeB, alpha }, ({ a, b }) =>
    mul(matMul(a, b, transposeA, transposeB), alpha),
  ) as T;
}
