// B batch, A heads, T tokens, D width of one head. The axes of `_BATD` tensors are [batch, head, token, width].
import { add, matMul, mul, softmax, sub, sum, type Tensor4D } from '@tensorflow/tfjs-core';
import { checkShape } from './check-shape.js';
import { differentiable } from './differentiable.js';
import { scaledMatMul } from './scaled-mat-mul.js';

/**
 * Scaled dot-product attention with dropout of its weights (Vaswani et al. 2017, section 3.2.1):
 * (softmax(q k^T / sqrt(D) + bias) * keep) v, differentiable by q, k and v.
 *
 * @param q_BATD Queries.
 * @param k_BATD Keys.
 * @param v_BATD Values.
 * @param bias Added to the scores, [B, 1, 1, T] or, where queries differ in what they may read, [B, 1, T, T]: 0, or a
 * large negative number for keys that are not read, such as padding.
 * @param keep_BATT Inverted-dropout mask of the weights (see fillKeepMask), or null.
 * @throws Error when the shapes do not agree.
 */
export function attention(
  q_BATD: Tensor4D,
  k_BATD: Tensor4D,
  v_BATD: Tensor4D,
  bias: Tensor4D,
  keep_BATT: Tensor4D | null,
): Tensor4D {
  checkShape('attention', 'q', q_BATD, [null, null, null, null]);
  const [batch, heads, tokens, width] = q_BATD.shape;
  checkShape('attention', 'k', k_BATD, q_BATD.shape);
  checkShape('attention', 'v', v_BATD, q_BATD.shape);
  checkShape('attention', 'bias', bias, [batch, 1, bias.shape[2] === tokens ? tokens : 1, tokens]);
  if (keep_BATT !== null) {
    checkShape('attention', 'keep', keep_BATT, [batch, heads, tokens, tokens]);
  }
  const scale = 1 / Math.sqrt(width);
  return differentiable(
    [q_BATD, k_BATD, v_BATD] as const,
    (q, k, v) => {
      const scores_BATT = scaledMatMul(q, k, { transposeB: true, alpha: scale });
      const weights_BATT = softmax<Tensor4D>(add<Tensor4D>(scores_BATT, bias));
      const kept_BATT: Tensor4D = keep_BATT === null ? weights_BATT : mul(weights_BATT, keep_BATT);
      const out_BATD: Tensor4D = matMul(kept_BATT, v);
      return { value: out_BATD, saved: [q, k, v, weights_BATT, kept_BATT, out_BATD] };
    },
    (dOut_BATD, [q, k, v, weights_BATT, kept_BATT, out_BATD]) => {
      // Softmax's gradient needs, per row, the sum of weights * dWeights. It equals the sum of dOut * out, which reads
      // two [T, D] arrays in place of two [T, T] ones (Dao et al. 2022, FlashAttention, appendix B.2).
      const rowSum_BAT1 = sum(mul(dOut_BATD, out_BATD), -1, true);
      const dKept_BATT: Tensor4D = matMul(dOut_BATD, v, false, true);
      // weights * (keep * dKept - rowSum), without a product by `keep` of its own.
      const dScores_BATT: Tensor4D =
        keep_BATT === null
          ? mul(weights_BATT, sub(dKept_BATT, rowSum_BAT1))
          : sub(mul(kept_BATT, dKept_BATT), mul(weights_BATT, rowSum_BAT1));
      return [
        scaledMatMul(dScores_BATT, k, { alpha: scale }),
        scaledMatMul(dScores_BATT, q, { transposeA: true, alpha: scale }),
        matMul(kept_BATT, dOut_BATD, true, false),
      ];
    },
  );
}
