import type { KernelTable } from '../kernel.js';
import { arithmeticKernels } from './arithmetic.js';
import { castKernels } from './cast.js';
import { comparisonKernels } from './comparison.js';
import { crossEntropyKernels } from './cross-entropy.js';
import { fillKernels } from './fill.js';
import { fusedProductKernels } from './fused-product.js';
import { geluKernels } from './gelu.js';
import { indexingKernels } from './indexing.js';
import { layerNormKernels } from './layer-norm.js';
import { matrixKernels } from './matrix.js';
import { rearrangeKernels } from './rearrange.js';
import { reductionKernels } from './reduction.js';
import { reshapeKernels } from './reshape.js';
import { selectKernels } from './select.js';
import { sliceKernels } from './slice.js';
import { unaryKernels } from './unary.js';

/** Kernels by family, in the order in which the documentation lists them. */
export const kernelFamilies: Readonly<Record<string, KernelTable>> = {
  'Element-wise arithmetic': arithmeticKernels,
  'Element-wise functions': unaryKernels,
  'Comparison and logic': comparisonKernels,
  'Element types': castKernels,
  Choice: selectKernels,
  'Constant tensors': fillKernels,
  Shape: reshapeKernels,
  Rearrangement: rearrangeKernels,
  Parts: sliceKernels,
  Reductions: reductionKernels,
  'Matrix products': matrixKernels,
  Indexing: indexingKernels,
  'Fused: layer normalization': layerNormKernels,
  'Fused: GELU': geluKernels,
  'Fused: cross-entropy': crossEntropyKernels,
  'Fused: products': fusedProductKernels,
};

/** Every kernel that can be recorded, by its tfjs name. */
export const kernelTable: KernelTable = Object.assign({}, ...Object.values(kernelFamilies)) as KernelTable;
