import { type Scalar, type Tensor } from '@tensorflow/tfjs-core';
import { clipScale, globalNorm } from './clip-by-global-norm.js';

/**
 * The factors that bring each group of gradients down to `maxNorm` by itself: 1 for groups whose norm is below it. As
 * `clip_grad_norm_` of PyTorch called once a group, without the 1e-6 that it adds to the norm. `adamW` takes them as
 * `gradientScale`.
 *
 * @param gradients by name, of any shapes
 * @param groupOf the group of a name
 * @returns a factor, [], under each name; names of a group have the same tensor
 * @throws Error where maxNorm is not above 0
 */
export function groupClipScales(
  gradients: Readonly<Record<string, Tensor>>,
  groupOf: (name: string) => string,
  maxNorm: number,
): Record<string, Scalar> {
  const names = Object.keys(gradients);
  const scales = new Map<string, Scalar>();
  for (const group of new Set(names.map(groupOf))) {
    const own = Object.entries(gradients).filter(([name]) => groupOf(name) === group);
    scales.set(group, clipScale(globalNorm(Object.fromEntries(own)), maxNorm));
  }
  return Object.fromEntries(names.map((name) => [name, scales.get(groupOf(name)) as Scalar]));
}
