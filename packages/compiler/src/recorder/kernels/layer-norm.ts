/* Layer normalization. D width; [..., D] has any number of leading axes. */
import { type FusedKernelSignatures, fusedKernels } from '@electra-ts/ops';
import { elementCount } from '../../host-tensor.js';
import { type KernelTable, kernel } from '../kernel.js';
import type { Recorder } from '../recorder.js';
import type { Symbolic } from '../symbolic.js';
import { multiply, subtract } from './arithmetic.js';
import { matrixProduct } from './matrix.js';
import { sum } from './reduction.js';
import { reshape } from './reshape.js';

type LayerNormAttributes = FusedKernelSignatures['ElectraLayerNorm']['attrs'];

const layerNorm = kernel<LayerNormAttributes>((recorder, inputs, { epsilon }) => {
  const [x, gamma, beta] = ['x', 'gamma', 'beta'].map((name) => inputs[name] as Symbolic) as [
    Symbolic,
    Symbolic,
    Symbolic,
  ];
  const row = { shape: [...x.shape.slice(0, -1), 1], dtype: 'float32' } as const;
  const attributes = { axis: -1, epsilon: { float: epsilon } };
  return recorder.recordMany('LayerNormalization', [x, gamma, beta], [x, row, row], { attributes });
});

/**
 * dx = inverseStd * (dy gamma - mean(dy gamma) - normed * mean(dy gamma normed)), means over the row.
 * The row means are products with the vector gamma / D, so that dy * gamma * normed is never written down.
 */
const layerNormGradient = kernel((recorder, inputs) => {
  const [dy, x, gamma, mean, inverseStd] = ['dy', 'x', 'gamma', 'mean', 'inverseStd'].map(
    (name) => inputs[name] as Symbolic,
  ) as [Symbolic, Symbolic, Symbolic, Symbolic, Symbolic];
  const width = x.shape.at(-1) as number;
  const leading = x.shape.slice(0, -1).map((_, axis) => axis);
  const normed = multiply(recorder, subtract(recorder, x, mean), inverseStd);
  const dyNormed = multiply(recorder, dy, normed);
  const weights_D1 = multiply(recorder, reshape(recorder, gamma, [width, 1]), recorder.scalar(1 / width));
  const meanOfDy = rowProduct(recorder, dy, weights_D1);
  const meanOfDyNormed = rowProduct(recorder, dyNormed, weights_D1);
  const centered = subtract(
    recorder,
    subtract(recorder, multiply(recorder, dy, gamma), multiply(recorder, normed, meanOfDyNormed)),
    meanOfDy,
  );
  return [
    multiply(recorder, centered, inverseStd),
    sum(recorder, dyNormed, leading, false),
    sum(recorder, dy, leading, false),
  ];
});

/** x [..., D] times weights [D, 1] -> [..., 1]. */
function rowProduct(recorder: Recorder, x: Symbolic, weights_D1: Symbolic): Symbolic {
  const leading = x.shape.slice(0, -1);
  const rows_ND = reshape(recorder, x, [elementCount(leading), x.shape.at(-1) as number]);
  const product = matrixProduct(recorder, rows_ND, weights_D1, { transposeA: false, transposeB: false });
  return reshape(recorder, product, [...leading, 1]);
}

export const layerNormKernels: KernelTable = {
  [fusedKernels.LayerNorm]: layerNorm,
  [fusedKernels.LayerNormGrad]: layerNormGradient,
};
