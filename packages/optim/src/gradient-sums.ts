import { add, type Tensor, tidy, variable, type Variable, zeros, zerosLike } from '@tensorflow/tfjs-core';

/** Sums of the gradients of a batch's parts, under the names of the parameters. They belong to the caller. */
export type GradientSums = Readonly<Record<string, Variable>>;

/** Sums that are zeros, each in the shape of its parameter. */
export function createGradientSums(parameters: Readonly<Record<string, { readonly shape: readonly number[] }>>): GradientSums {
  return tidy(() =>
    Object.fromEntries(Object.entries(parameters).map(([name, { shape }]) => [name, variable(zeros([...shape]), false)])),
  );
}

/** Adds gradients of the same names to the sums. To be called in a step. */
export function addGradients(sums: GradientSums, gradients: Readonly<Record<string, Tensor>>): void {
  for (const [name, sum] of Object.entries(sums)) sum.assign(add(sum, gradients[name]));
}

/**
 * Uses up the sums, which are zeros afterwards. To be called in a step.
 *
 * @param use is given copies of the sums
 */
export function takeGradients<T>(sums: GradientSums, use: (gradients: Record<string, Tensor>) => T): T {
  const result = use(Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum.clone()])));
  for (const sum of Object.values(sums)) sum.assign(zerosLike(sum));
  return result;
}
