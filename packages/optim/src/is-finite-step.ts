import { isFinite, logicalAnd, type Scalar, type Tensor, tidy } from '@tensorflow/tfjs-core';

/**
 * Whether a step may be made: its loss and the global norm of its gradients are finite, and so every gradient is.
 * `adamW` takes it as `accept`.
 *
 * @returns bool []
 */
export function isFiniteStep(loss: Scalar, gradientNorm: Scalar): Tensor {
  return tidy(() => logicalAnd(isFinite(loss), isFinite(gradientNorm)));
}
