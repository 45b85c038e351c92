import type { ModelInputs } from '@electra-ts/nn';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';

/** What a step reads: a masked batch, the learning rate and what changes with time. See `batchFeeds`, `updateFeeds`. */
export type Feeds = Readonly<Record<string, Tensor>>;

/** What a network reads of a batch, with these token ids int32 [B, T] in place of the batch's own. */
export function modelInputs(feeds: Feeds, ids: Tensor): ModelInputs {
  return {
    ids_BT: ids as Tensor2D,
    attentionMask_BT: feeds['attentionMask'] as Tensor2D,
    types_BT: feeds['types'] as Tensor2D,
    positions_BT: feeds['positionIds'] as Tensor2D | undefined,
  };
}
