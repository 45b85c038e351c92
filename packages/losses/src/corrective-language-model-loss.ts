import { projectionCrossEntropy, stopGradient } from '@electra-ts/ops';
import { type Scalar, type Tensor1D, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { checkProjection } from './check-projection.js';
import { copyingCrossEntropy } from './copying-cross-entropy.js';
import { weightedMean } from './weighted-mean.js';

// M masked positions, E embedding width, V vocabulary

/**
 * The language-model part of corrective language modeling (COCO-LM, Meng et al. 2021, section 3.2): the mean over the
 * masked positions of the surprise at the original, by a model that sees a generator's replacements and may copy what
 * it sees. The probability to copy gets no gradient from here: it is learned by detection alone (`replacedTokenLoss`).
 *
 * This is the paper's mixture of copying and language model, with a stop-gradient. Microsoft's code (microsoft/COCO-LM,
 * `CocoLmLoss`) has none: it weights the language model's cross-entropy by 1 - p_copy, without a gradient through it.
 *
 * @param h_ME output of the language model's head at the masked positions
 * @param table_VE word embeddings, which are the output table
 * @param copyLogits_M logits of the probability to copy
 * @param input_M int32, the tokens that the model reads there
 * @param labels_M int32, the original tokens, as `maskedLanguageModelLoss` has them
 * @param weights_M 1 for a masked position, 0 for a slot that is not used; all zero gives a loss of 0
 * @throws Error where the shapes do not agree
 */
export function correctiveLanguageModelLoss(
  h_ME: Tensor2D,
  table_VE: Tensor2D,
  bias_V: Tensor1D,
  copyLogits_M: Tensor1D,
  input_M: Tensor1D,
  labels_M: Tensor1D,
  weights_M: Tensor1D,
): Scalar {
  const rows = { 'copy logits': copyLogits_M, input: input_M, labels: labels_M, weights: weights_M };
  checkProjection('correctiveLanguageModelLoss', h_ME, table_VE, bias_V, rows);
  return tidy(() => {
    const nll_M = projectionCrossEntropy(h_ME, table_VE, bias_V, labels_M);
    return weightedMean(copyingCrossEntropy(nll_M, stopGradient(copyLogits_M), input_M, labels_M), weights_M);
  });
}
