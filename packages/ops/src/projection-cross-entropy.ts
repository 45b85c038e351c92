// M masked positions, E embedding width, V vocabulary.
import {
  div,
  exp,
  expandDims,
  gatherND,
  log,
  matMul,
  max,
  mul,
  oneHot,
  range,
  reshape,
  stack,
  sub,
  squeeze,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { checkShape } from './check-shape.js';
import { differentiable } from './differentiable.js';
import { fusedKernels } from './fused-kernels.js';
import { project } from './project.js';
import { runFusedKernel } from './run-fused-kernel.js';

/**
 * Cross-entropy of tied projections: the negative log likelihood of each row's label under softmax(h W^T + b).
 *
 * Projection and loss are one operation so that the weights of the rows scale h and its gradient ([M, E]), never the
 * [M, V] matrix of probabilities.
 *
 * @param h_ME Predictions in the embedding space.
 * @param table_VE Token embeddings.
 * @param bias_V Added to the scores of each token.
 * @param labels_M The tokens to predict: int32 in [0, V).
 * @returns Nats per row, [M].
 * @throws Error when the shapes do not agree or the labels are not int32.
 */
export function projectionCrossEntropy(
  h_ME: Tensor2D,
  table_VE: Tensor2D,
  bias_V: Tensor1D,
  labels_M: Tensor1D,
): Tensor1D {
  checkShape('projectionCrossEntropy', 'labels', labels_M, [h_ME.shape[0]]);
  if (labels_M.dtype !== 'int32') {
    throw new Error(`projectionCrossEntropy: expected labels of type int32, received ${labels_M.dtype}`);
  }
  return differentiable(
    [h_ME, table_VE, bias_V] as const,
    (h, table, bias) => {
      const inputs = { logits: project(h, table, bias), labels: labels_M };
      const [probs, nll] = runFusedKernel(fusedKernels.SoftmaxCrossEntropy, inputs, {}, softmaxCrossEntropy);
      return { value: nll as Tensor1D, saved: [probs, labels_M, h, table] };
    },
    (dNll, [probs, labels, h, table]) => {
      const dLogits = runFusedKernel(fusedKernels.MinusOneHot, { probs, labels }, {}, minusOneHot);
      const dNll_M1 = expandDims(dNll, 1);
      return [
        mul(matMul(dLogits, table), dNll_M1),
        matMul(dLogits, mul(h, dNll_M1), true, false),
        reshape(matMul(dNll_M1, dLogits, true, false), [table.shape[0]]),
      ];
    },
  );
}

function softmaxCrossEntropy({ logits, labels }: { logits: Tensor; labels: Tensor }): [Tensor, Tensor] {
  // Shifted so that the largest score is 0: exp cannot overflow.
  const shifted = sub(logits, max(logits, 1, true));
  const exponentials = exp(shifted);
  const total = sum(exponentials, 1, true);
  const rows = range(0, logits.shape[0], 1, 'int32');
  const atLabels = gatherND(shifted, stack([rows, labels], 1));
  return [div(exponentials, total), sub(log(squeeze(total, [1])), atLabels)];
}

function minusOneHot({ probs, labels }: { probs: Tensor; labels: Tensor }): Tensor {
  return sub(probs, oneHot(labels, probs.shape[1] ?? 0, 1, 0, 'float32'));
}
