import {
  addN,
  div,
  maximum,
  mul,
  type Scalar,
  scalar,
  sqrt,
  square,
  sum,
  type Tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { joined, namesTogether } from './joined-tensors.js';

/**
 * The Euclidean norm of all gradients taken together as one vector, [].
 *
 * @throws Error when there are no gradients
 */
export function globalNorm(gradients: Readonly<Record<string, Tensor>>): Scalar {
  const groups = namesTogether(gradients);
  if (groups.length === 0) {
    throw new Error('globalNorm: expected at least one gradient, received none');
  }
  return tidy(() => sqrt(addN(groups.map((names) => sum<Scalar>(square(joined(names, gradients)))))));
}

/**
 * The factor that brings gradients of a global norm down to `maxNorm`: 1 where they are shorter already, [].
 *
 * `adamW` takes it as `gradientScale`, which saves the pass over all gradients that `clipByGlobalNorm` makes.
 *
 * @throws Error when maxNorm is not above 0
 */
export function clipScale(norm: Scalar, maxNorm: number): Scalar {
  if (!(maxNorm > 0)) {
    throw new Error(`clipScale: expected a maxNorm above 0, received ${maxNorm}`);
  }
  return tidy(() => div(scalar(maxNorm), maximum(norm, maxNorm)));
}

/**
 * Scales all gradients by one factor so that their global norm is at most `maxNorm` (the reference: 1). Shorter ones
 * are returned multiplied by 1. A norm that is not finite shows in `norm` and leaves nothing useful in the gradients.
 *
 * @returns new tensors for the caller to dispose, and the norm before clipping
 * @throws Error when there are no gradients, or maxNorm is not above 0
 */
export function clipByGlobalNorm(
  gradients: Readonly<Record<string, Tensor>>,
  maxNorm: number,
): { gradients: Record<string, Tensor>; norm: Scalar } {
  return tidy(() => {
    const norm = globalNorm(gradients);
    const scale = clipScale(norm, maxNorm);
    const clipped = Object.entries(gradients).map(([name, gradient]) => [name, mul(gradient, scale)] as const);
    return { gradients: Object.fromEntries(clipped), norm };
  });
}
