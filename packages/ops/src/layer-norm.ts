// D width; [..., D] is any number of leading dimensions. Statistics keep a last dimension of 1.
import { add, mean, mul, rsqrt, square, sub, sum, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';
import { checkShape } from './check-shape.js';
import { differentiable } from './differentiable.js';
import { fusedKernels, type FusedKernelSignatures } from './fused-kernels.js';
import { runFusedKernel } from './run-fused-kernel.js';

type Signatures = FusedKernelSignatures<Tensor>;

/**
 * Layer normalization of the last dimension (Ba, Kiros and Hinton 2016): (x - mean) / sqrt(variance + epsilon) *
 * gamma + beta.
 *
 * @param x [..., D]
 * @param gamma Scale, [D].
 * @param beta Offset, [D].
 * @param epsilon Added to the variance; ELECTRA's is 1e-12.
 * @throws Error when gamma or beta is not [D].
 */
export function layerNorm(x: Tensor, gamma: Tensor1D, beta: Tensor1D, epsilon: number): Tensor {
  const width = x.shape.at(-1) ?? null;
  checkShape('layerNorm', 'gamma', gamma, [width]);
  checkShape('layerNorm', 'beta', beta, [width]);
  return differentiable(
    [x, gamma, beta] as const,
    (x, gamma, beta) => {
      const [y, mean, inverseStd] = runFusedKernel(fusedKernels.LayerNorm, { x, gamma, beta }, { epsilon }, forward);
      return { value: y, saved: [x, gamma, mean, inverseStd] };
    },
    (dy, [x, gamma, mean, inverseStd]) =>
      runFusedKernel(fusedKernels.LayerNormGrad, { dy, x, gamma, mean, inverseStd }, {}, backward),
  );
}

function forward(
  { x, gamma, beta }: Signatures['ElectraLayerNorm']['inputs'],
  { epsilon }: Signatures['ElectraLayerNorm']['attrs'],
): [Tensor, Tensor, Tensor] {
  const rowMean = mean(x, -1, true);
  const centered = sub(x, rowMean);
  const inverseStd = rsqrt(add(mean(square(centered), -1, true), epsilon));
  return [add(mul(mul(centered, inverseStd), gamma), beta), rowMean, inverseStd];
}

// With n the normalized rows and g = dy * gamma, dx = (g - mean(g) - n * mean(g * n)) * inverseStd.
function backward({
  dy,
  x,
  gamma,
  mean: rowMean,
  inverseStd,
}: Signatures['ElectraLayerNormGrad']['inputs']): [Tensor, Tensor, Tensor] {
  const normalized = mul(sub(x, rowMean), inverseStd);
  const scaled = mul(dy, gamma);
  const alongRow = mul(normalized, mean(mul(scaled, normalized), -1, true));
  const dx = mul(sub(sub(scaled, mean(scaled, -1, true)), alongRow), inverseStd);
  const leading = x.shape.slice(0, -1).map((_, axis) => axis);
  return [dx, sum(mul(dy, normalized), leading), sum(dy, leading)];
}
