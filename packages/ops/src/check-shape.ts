import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * Checks the shape of one argument of an operation.
 *
 * @param expected The wanted shape; null accepts any length of that dimension.
 * @throws Error naming the operation, the argument, the shape it should have and the one it has.
 */
export function checkShape(
  operation: string,
  argument: string,
  tensor: Tensor,
  expected: readonly (number | null)[],
): void {
  const { shape } = tensor;
  const sameRank = shape.length === expected.length;
  const fits = sameRank && expected.every((length, i) => length === null || length === shape[i]);
  if (!fits) {
    const wanted = expected.map((length) => length ?? '*').join(',');
    throw new Error(`${operation}: expected ${argument} to have shape [${wanted}], received [${shape}]`);
  }
}
