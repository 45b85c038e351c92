import { projectionCrossEntropy } from '@electra-ts/ops';
import { type Scalar, type Tensor1D, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { checkProjection } from './check-projection.js';
import { copyingCrossEntropy } from './copying-cross-entropy.js';
import { weightedMean } from './weighted-mean.js';

// N tokens of the batch, E embedding width, V vocabulary

/**
 * The loss of All-Tokens MLM: the mean over real tokens of the surprise at the original, by a model that sees the
 * generator's replacements and may copy what it sees (paper, section 3.4). It scores the whole vocabulary at every
 * token, [N, V], which is what makes this objective slow.
 *
 * @param h_NE output of the language model's head at every token
 * @param table_VE word embeddings, which are the output table
 * @param copyLogits_N logits of the probability to copy
 * @param input_N int32, the tokens that the model reads
 * @param labels_N int32, the original tokens, as `maskedLanguageModelLoss` has them
 * @param weights_N 1 for tokens and 0 for padding; all zero gives a loss of 0
 * @throws Error where the shapes do not agree
 */
export function allTokensLoss(
  h_NE: Tensor2D,
  table_VE: Tensor2D,
  bias_V: Tensor1D,
  copyLogits_N: Tensor1D,
  input_N: Tensor1D,
  labels_N: Tensor1D,
  weights_N: Tensor1D,
): Scalar {
  const rows = { 'copy logits': copyLogits_N, input: input_N, labels: labels_N, weights: weights_N };
  checkProjection('allTokensLoss', h_NE, table_VE, bias_V, rows);
  return tidy(() => {
    const nll_N = projectionCrossEntropy(h_NE, table_VE, bias_V, labels_N);
    return weightedMean(copyingCrossEntropy(nll_N, copyLogits_N, input_N, labels_N), weights_N);
  });
}
