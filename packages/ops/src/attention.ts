// B batch, A heads, T tokens, Q tokens that ask, D width of one head. The axes of `_BATD` tensors are [batch, head, token, width].
import { add, matMul, mul, softmax, sub, sum, type Tensor4D } from '@tensorflow/tfjs-core';
import { checkShape } from './check-shape.js';
import { differentiable } from './differentiable.js';
import { scaledMatMul } from './scaled-mat-mul.js';

/**
 * Scaled dot-product attention with dropout of its weights (Vaswani et al. 2017, section 3.2.1):
 * (softmax(q k^T / sqrt(D) + bias) * keep) v, differentiable by q, k and v.
 *
 * @param q_BAQD Queries: of each token, or of those whose result is wanted.
 * @param k_BATD Keys.
 * @param v_BATD Values.
 * @param bias Added to the scores, [B, 1, 1, T] or, where queries differ in what they may read, [B, 1, Q, T]: 0, or a
 * large negative number for keys that are not read, such as padding.
 * @param keep_BAQT Inverted-dropout mask of the weights (see fillKeepMask), or null.
 * @returns [B, A, Q, D]
 * @throws Error when the shapes do not agree.
 */
export function attention(
  q_BAQD: Tensor4D,
  k_BATD: Tensor4D,
  v_BATD: Tensor4D,
  bias: Tensor4D,
  keep_BAQT: Tensor4D | null,
): Tensor4D {
  checkShape('attention', 'q', q_BAQD, [null, null, null, null]);
  const [batch, heads, queries, width] = q_BAQD.shape;
  checkShape('attention', 'k', k_BATD, [batch, heads, null, width]);
  const tokens = k_BATD.shape[2];
  checkShape('attention', 'v', v_BATD, k_BATD.shape);
  checkShape('attention', 'bias', bias, [batch, 1, bias.shape[2] === queries ? queries : 1, tokens]);
  if (keep_BAQT !== null) {
    checkShape('attention', 'keep', keep_BAQT, [batch, heads, queries, tokens]);
  }
  const scale = 1 / Math.sqrt(width);
  return differentiable(
    [q_BAQD, k_BATD, v_BATD] as const,
    (q, k, v) => {
      const scores_BAQT = scaledMatMul(q, k, { transposeB: true, alpha: scale });
      const weights_BAQT = softmax<Tensor4D>(add<Tensor4D>(scores_BAQT, bias));
      const kept_BAQT: Tensor4D = keep_BAQT === null ? weights_BAQT : mul(weights_BAQT, keep_BAQT);
      const out_BAQD: Tensor4D = matMul(kept_BAQT, v);
      return { value: out_BAQD, saved: [q, k, v, weights_BAQT, kept_BAQT, out_BAQD] };
    },
    (dOut_BAQD, [q, k, v, weights_BAQT, kept_BAQT, out_BAQD]) => {
      // Softmax's gradient needs, per row, the sum of weights * dWeights. It equals the sum of dOut * out, which reads
      // two [Q, D] arrays in place of two [Q, T] ones (Dao et al. 2022, FlashAttention, appendix B.2).
      const rowSum_BAQ1 = sum(mul(dOut_BAQD, out_BAQD), -1, true);
      const dKept_BAQT: Tensor4D = matMul(dOut_BAQD, v, false, true);
      // weights * (keep * dKept - rowSum), without a product by `keep` of its own.
      const dScores_BAQT: Tensor4D =
        keep_BAQT === null
          ? mul(weights_BAQT, sub(dKept_BAQT, rowSum_BAQ1))
          : sub(mul(kept_BAQT, dKept_BAQT), mul(weights_BAQT, rowSum_BAQ1));
      return [
        scaledMatMul(dScores_BAQT, k, { alpha: scale }),
        scaledMatMul(dScores_BAQT, q, { transposeA: true, alpha: scale }),
        matMul(kept_BAQT, dOut_BAQD, true, false),
      ];
    },
  );
}
