import { add, erf, exp, mul, square, type Tensor } from '@tensorflow/tfjs-core';
import { differentiable } from './differentiable.js';
import { fusedKernels } from './fused-kernels.js';
import { runFusedKernel } from './run-fused-kernel.js';

/**
 * Gaussian error linear unit, exact: x * Phi(x) with Phi by erf (Hendrycks and Gimpel 2016, section 2; Hugging Face's
 * 'gelu', not the tanh approximation).
 *
 * @param x Of any shape.
 */
export function gelu<T extends Tensor>(x: T): T {
  return differentiable(
    [x] as const,
    (x) => ({ value: runFusedKernel(fusedKernels.Gelu, { x }, {}, ({ x }) => mul(x, normalCdf(x))) as T, saved: [x] }),
    (dy, [x]) => [runFusedKernel(fusedKernels.GeluGrad, { dy, x }, {}, backward)],
  );
}

function backward({ dy, x }: { dy: Tensor; x: Tensor }): Tensor {
  const density = mul(exp(mul(square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return mul(dy, add(normalCdf(x), mul(x, density)));
}

function normalCdf(x: Tensor): Tensor {
  return add(mul(erf(mul(x, Math.SQRT1_2)), 0.5), 0.5);
}
