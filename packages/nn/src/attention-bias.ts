import { cast, greaterEqual, lessEqual, mul, range, reshape, sub, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';

// B batch, T tokens

/** What a token reads besides itself: all others, only those before it, or only those after it. */
export type Direction = 'both' | 'left-to-right' | 'right-to-left';

/** Added to the scores of what is not read (`create_attention_mask_from_input_mask`, `attention_layer` of the reference). */
const UNREAD = -10000;

/**
 * What attention adds to its scores: 0 where a token may read another, else -10000.
 *
 * @param attentionMask_BT float32, 1 for tokens and 0 for padding, which nothing reads
 * @returns [B, 1, 1, T], or [B, 1, T, T] of queries and keys for a direction (`ltr` and `rtl` of the reference's BertModel)
 */
export function attentionBias(attentionMask_BT: Tensor2D, direction: Direction = 'both'): Tensor4D {
  const [batch, tokens] = attentionMask_BT.shape;
  const keys_B11T = reshape(attentionMask_BT, [batch, 1, 1, tokens]) as Tensor4D;
  if (direction === 'both') return mul(sub(1, keys_B11T), UNREAD);
  const places = range(0, tokens, 1, 'int32');
  const [queries_T1, keys_1T] = [reshape(places, [tokens, 1]), reshape(places, [1, tokens])];
  const read_TT = direction === 'left-to-right' ? lessEqual(keys_1T, queries_T1) : greaterEqual(keys_1T, queries_T1);
  return mul(sub(1, mul(keys_B11T, reshape(cast(read_TT, 'float32'), [1, 1, tokens, tokens]))), UNREAD);
}
