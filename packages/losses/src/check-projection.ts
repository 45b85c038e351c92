import { checkShape } from '@electra-ts/ops';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';

// M rows, E embedding width, V vocabulary

/**
 * Checks the shapes of what a loss over the vocabulary is given.
 *
 * @param operation the loss that was called
 * @param rows what there is one of for each row of `h_ME`, by the names that an error calls them, each [M]
 * @throws Error naming the loss, the argument, the shape it should have and the one it has
 */
export function checkProjection(
  operation: string,
  h_ME: Tensor2D,
  table_VE: Tensor2D,
  bias_V: Tensor1D,
  rows: Readonly<Record<string, Tensor>>,
): void {
  checkShape(operation, 'h', h_ME, [null, null]);
  checkShape(operation, 'table', table_VE, [null, h_ME.shape[1]]);
  checkShape(operation, 'bias', bias_V, [table_VE.shape[0]]);
  for (const [name, tensor] of Object.entries(rows)) checkShape(operation, name, tensor, [h_ME.shape[0]]);
}
