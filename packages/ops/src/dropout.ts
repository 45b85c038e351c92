import { mul, type Tensor } from '@tensorflow/tfjs-core';
import { checkShape } from './check-shape.js';

/**
 * Dropout by a mask that was drawn elsewhere, so that a step can be repeated exactly.
 *
 * @param x Of any shape.
 * @param keep Inverted-dropout mask of the same shape (see RandomSource), or null for none: `x` itself is returned.
 * @throws Error when the shapes differ.
 */
export function dropout<T extends Tensor>(x: T, keep: Tensor | null): T {
  if (keep === null) {
    return x;
  }
  checkShape('dropout', 'keep', keep, x.shape);
  return mul(x, keep);
}
