import { checkShape } from '@electra-ts/ops';
import { add, cast, equal, mul, neg, softplus, sub, tidy, type Tensor1D } from '@tensorflow/tfjs-core';

// N tokens

/**
 * Surprise at each token's original under a model that may copy its input: with probability D = sigmoid(copy logit) it
 * answers the input token, otherwise it answers what its softmax says (paper, section 3.4, All-Tokens MLM),
 *
 *   p(y) = D [x = y] + (1 - D) softmax(y)
 *
 * Computed from logarithms, log D = c - softplus(c) and log(1 - D) = -softplus(c), so that it stays finite where D or
 * the softmax rounds to 0 or 1.
 *
 * @param nll_N surprise at the original under the softmax alone, in nats
 * @param copyLogits_N above 0 where the model would rather copy
 * @param input_N int32, the tokens that the model reads
 * @param labels_N int32, the original tokens
 * @returns nats, [N]
 * @throws Error where the shapes differ
 */
export function copyingCrossEntropy(
  nll_N: Tensor1D,
  copyLogits_N: Tensor1D,
  input_N: Tensor1D,
  labels_N: Tensor1D,
): Tensor1D {
  checkShape('copyingCrossEntropy', 'nll', nll_N, [null]);
  for (const [name, tensor] of Object.entries({ 'copy logits': copyLogits_N, input: input_N, labels: labels_N })) {
    checkShape('copyingCrossEntropy', name, tensor, nll_N.shape);
  }
  return tidy(() => {
    const same_N = cast(equal(input_N, labels_N), 'float32');
    // -log(D + (1 - D) q) - softplus(c) where the input is right; the softmax alone has to answer where it is not.
    const copied_N = neg(add(copyLogits_N, softplus(neg(add(nll_N, copyLogits_N)))));
    const answer_N = add(nll_N, mul(same_N, sub(copied_N, nll_N)));
    return add(softplus(copyLogits_N), answer_N);
  });
}
