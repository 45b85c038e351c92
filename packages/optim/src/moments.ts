import { tidy, variable, type Variable, zeros } from '@tensorflow/tfjs-core';

/** Adam's running means, under the names of the parameters that they belong to. */
export interface Moments {
  /** Running mean of the gradient. */
  readonly first: Record<string, Variable>;
  /** Running mean of the squared gradient. */
  readonly second: Record<string, Variable>;
}

/** Moments of zeros, each in the shape of its parameter. They belong to the caller: see `disposeMoments`. */
export function createMoments(parameters: Readonly<Record<string, Variable>>): Moments {
  const zerosLike = () =>
    Object.fromEntries(
      Object.entries(parameters).map(([name, { shape }]) => [name, variable(zeros(shape), false)]),
    );
  return tidy(() => ({ first: zerosLike(), second: zerosLike() }));
}

/** Frees the memory of moments that are no longer needed. */
export function disposeMoments(moments: Moments): void {
  for (const each of [...Object.values(moments.first), ...Object.values(moments.second)]) {
    each.dispose();
  }
}
