import { reshape, type Tensor1D } from '@tensorflow/tfjs-core';
import type { Feeds } from './model-inputs.js';
import { placeTokens } from './place-tokens.js';

// N = B*T tokens, M masked positions

/** A masked batch with these tokens, int32 [M], in the masked positions: [N]. */
export function withTokens(feeds: Feeds, tokens_M: Tensor1D): Tensor1D {
  const ids_N = reshape(feeds['ids'], [-1]) as Tensor1D;
  return placeTokens(ids_N, feeds['positions'] as Tensor1D, tokens_M, feeds['weights'] as Tensor1D);
}

/** The text as it was before it was masked, int32 [N]. */
export const originalTokens = (feeds: Feeds): Tensor1D => withTokens(feeds, feeds['labels'] as Tensor1D);
