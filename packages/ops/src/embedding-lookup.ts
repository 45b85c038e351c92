// N ids, V rows of the table, E embedding width.
import { gather, unsortedSegmentSum, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { checkShape } from './check-shape.js';
import { differentiable } from './differentiable.js';
import { fusedKernels } from './fused-kernels.js';
import { runFusedKernel } from './run-fused-kernel.js';

/**
 * Rows of a table by their ids. The gradient of a row is the sum over all its occurrences.
 *
 * @param table_VE Embeddings.
 * @param ids_N int32 in [0, V).
 * @returns [N, E]
 * @throws Error when table or ids have another rank, or the ids are not int32.
 */
export function embeddingLookup(table_VE: Tensor2D, ids_N: Tensor1D): Tensor2D {
  checkShape('embeddingLookup', 'table', table_VE, [null, null]);
  checkShape('embeddingLookup', 'ids', ids_N, [null]);
  if (ids_N.dtype !== 'int32') {
    throw new Error(`embeddingLookup: expected ids of type int32, received ${ids_N.dtype}`);
  }
  const rows = table_VE.shape[0];
  return differentiable(
    [table_VE] as const,
    (table) => ({ value: gather(table, ids_N), saved: [ids_N] }),
    (dy, [ids]) => [
      runFusedKernel(fusedKernels.EmbeddingGrad, { dy, ids }, { rows }, ({ dy, ids }) =>
        unsortedSegmentSum(dy, ids as Tensor1D, rows),
      ),
    ],
  );
}
