import { attention, type RandomSource } from '@electra-ts/ops';
import { reshape, transpose, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import type { ElectraConfig } from './electra-config.js';
import { keepMask, linearLayer, type Parameters } from './parameters.js';

// B batch, T tokens, N = B*T, D width, A heads, H = D/A width of a head

/**
 * Multi-head self-attention, before its output layer: softmax(q k^T / sqrt(H) + bias) v for each head (Vaswani et al.
 * 2017, section 3.2). Rows stay flat except inside the attention itself, so that every product with a weight is one
 * matrix product.
 *
 * @param name prefix of the parameters, ending in `attention.self`
 * @param bias added to the scores, [B, 1, 1, T] or [B, 1, T, T]: 0, or a large negative number where a key is not read
 * @returns heads side by side, [N, D]
 */
export function selfAttention(
  parameters: Parameters,
  config: ElectraConfig,
  name: string,
  x_ND: Tensor2D,
  bias: Tensor4D,
  random: RandomSource | null,
): Tensor2D {
  const [batch, , , tokens] = bias.shape;
  const heads = config.numAttentionHeads;
  const headWidth = config.hiddenSize / heads;
  const project_BATH = (role: 'query' | 'key' | 'value'): Tensor4D => {
    const rows_ND = linearLayer(parameters, `${name}.${role}`, x_ND);
    return transpose(reshape(rows_ND, [batch, tokens, heads, headWidth]), [0, 2, 1, 3]);
  };
  const query_BATH = project_BATH('query');
  const key_BATH = project_BATH('key');
  const value_BATH = project_BATH('value');
  const keep_BATT = keepMask([batch, heads, tokens, tokens], config.attentionProbsDropoutProb, random);
  const mixed_BATH = attention(query_BATH, key_BATH, value_BATH, bias, keep_BATT as Tensor4D | null);
  return reshape(transpose(mixed_BATH, [0, 2, 1, 3]), [batch * tokens, config.hiddenSize]);
}
