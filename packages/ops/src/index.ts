import './gradients.js';
import './cpu-embedding-grad.js';
import './cpu-tensor-scatter-update.js';

export { attention } from './attention.js';
export { CounterRandom } from './counter-random.js';
export { differentiable, type Forward } from './differentiable.js';
export { dropout } from './dropout.js';
export { embeddingLookup } from './embedding-lookup.js';
export { fusedKernels, type FusedKernelName, type FusedKernelSignatures } from './fused-kernels.js';
export { gelu } from './gelu.js';
export { layerNorm } from './layer-norm.js';
export { linear } from './linear.js';
export { project } from './project.js';
export { projectionCrossEntropy } from './projection-cross-entropy.js';
export { fillKeepMask, fillTruncatedNormal, fillUniform, type RandomKey } from './random/index.js';
export type { RandomSource } from './random-source.js';
export { runFusedKernel } from './run-fused-kernel.js';
export { stopGradient } from './stop-gradient.js';
