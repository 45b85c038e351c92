import type { ModelInputs } from '@electra-ts/nn';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';

/** The feeds of `sequenceInputs` as an encoder reads them. */
export const modelInputs = (feeds: Readonly<Record<string, Tensor>>): ModelInputs => ({
  ids_BT: feeds['ids'] as Tensor2D,
  types_BT: feeds['types'] as Tensor2D,
  attentionMask_BT: feeds['attentionMask'] as Tensor2D,
});
