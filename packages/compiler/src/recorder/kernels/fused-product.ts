/* Products that carry a factor, and the gradient of an embedding table. N ids, E width. */
import { type FusedKernelSignatures, fusedKernels } from '@electra-ts/ops';
import { type KernelTable, kernel } from '../kernel.js';
import type { Symbolic } from '../symbolic.js';
import { scatterAdd } from './indexing.js';
import { matrixProduct } from './matrix.js';

export const fusedProductKernels: KernelTable = {
  [fusedKernels.ScaledMatMul]: kernel<FusedKernelSignatures['ElectraScaledMatMul']['attrs']>(
    (recorder, { a, b }, attributes) => matrixProduct(recorder, a as Symbolic, b as Symbolic, attributes),
  ),
  [fusedKernels.EmbeddingGrad]: kernel<FusedKernelSignatures['ElectraEmbeddingGrad']['attrs']>(
    (recorder, inputs, { rows }) => {
      const dy_NE = inputs['dy'] as Symbolic;
      return scatterAdd(recorder, inputs['ids'] as Symbolic, dy_NE, [rows, dy_NE.shape[1] as number]);
    },
  ),
};
