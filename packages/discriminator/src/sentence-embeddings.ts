import '@electra-ts/ops';
import { div, maximum, mul, reshape, slice, sum, type Tensor2D, type Tensor3D } from '@tensorflow/tfjs-core';

// B batch, T tokens, N = B*T, D width

/** How a sequence's states become one vector: the first one, [CLS], or the mean over real tokens. */
export const poolings = ['cls', 'mean'] as const;

/** See `poolings`. */
export type Pooling = (typeof poolings)[number];

/**
 * One vector for each sequence, out of an encoder's last hidden states: [B, D]. The mean is over all tokens that are not
 * padding, [CLS] and [SEP] among them (Reimers and Gurevych 2019, section 3).
 *
 * @param attentionMask_BT float32, 1 for tokens and 0 for padding; a row of padding only has the mean 0
 */
export function sentenceEmbeddings(hidden_ND: Tensor2D, attentionMask_BT: Tensor2D, pooling: Pooling): Tensor2D {
  const [batch, tokens] = attentionMask_BT.shape;
  const width = hidden_ND.shape[1];
  const hidden_BTD = reshape(hidden_ND, [batch, tokens, width]) as Tensor3D;
  if (pooling === 'cls') return reshape(slice(hidden_BTD, [0, 0, 0], [batch, 1, width]), [batch, width]);
  const total_BD: Tensor2D = sum(mul(hidden_BTD, reshape(attentionMask_BT, [batch, tokens, 1])), 1);
  return div(total_BD, maximum(sum(attentionMask_BT, 1, true), 1));
}
