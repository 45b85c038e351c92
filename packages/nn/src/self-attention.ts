import { attention, type RandomSource } from '@electra-ts/ops';
import { reshape, transpose, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import type { ElectraConfig } from './electra-config.js';
import { keepMask, linearLayer, type Parameters } from './parameters.js';

// B batch, T tokens, N = B*T, Q tokens of a sequence that read, M = B*Q, D width, A heads, H = D/A width of a head

/**
 * Multi-head self-attention, before its output layer: softmax(q k^T / sqrt(H) + bias) v for each head (Vaswani et al.
 * 2017, section 3.2). Rows stay flat except inside the attention itself, so that every product with a weight is one
 * matrix product.
 *
 * @param name prefix of the parameters, ending in `attention.self`
 * @param x_ND what is read
 * @param bias added to the scores, [B, 1, 1, T] or [B, 1, Q, T]: 0, or a large negative number where a key is not read
 * @param readers_MD the rows that read, as many of each sequence; all of `x_ND` when absent
 * @returns heads side by side, [M, D]
 */
export function selfAttention(
  parameters: Parameters,
  config: ElectraConfig,
  name: string,
  x_ND: Tensor2D,
  bias: Tensor4D,
  random: RandomSource | null,
  readers_MD: Tensor2D = x_ND,
): Tensor2D {
  const [batch, , , tokens] = bias.shape;
  const readers = readers_MD.shape[0] / batch;
  const heads = config.numAttentionHeads;
  const headWidth = config.hiddenSize / heads;
  const project = (role: 'query' | 'key' | 'value', rows: Tensor2D): Tensor4D => {
    const projected = linearLayer(parameters, `${name}.${role}`, rows);
    return transpose(reshape(projected, [batch, rows.shape[0] / batch, heads, headWidth]), [0, 2, 1, 3]);
  };
  const query_BAQH = project('query', readers_MD);
  const key_BATH = project('key', x_ND);
  const value_BATH = project('value', x_ND);
  const keep_BAQT = keepMask([batch, heads, readers, tokens], config.attentionProbsDropoutProb, random);
  const mixed_BAQH = attention(query_BAQH, key_BATH, value_BATH, bias, keep_BAQT as Tensor4D | null);
  return reshape(transpose(mixed_BAQH, [0, 2, 1, 3]), [batch * readers, config.hiddenSize]);
}
