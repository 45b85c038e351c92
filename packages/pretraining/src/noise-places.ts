import { cast, onesLike, reshape, type Tensor1D, zerosLike } from '@tensorflow/tfjs-core';
import type { Feeds } from './model-inputs.js';
import { placeTokens } from './place-tokens.js';

/**
 * What noise contrastive estimation tells apart, float32 [N] of N = B*T tokens: 1 wherever a token was drawn. A sample is noise even where it is
 * the original (`is_fake_tokens` with `electric_objective`, run_pretraining.py).
 */
export function noisePlaces(feeds: Feeds): Tensor1D {
  const [positions_M, weights_M] = [feeds['positions'] as Tensor1D, feeds['weights'] as Tensor1D];
  const none_N = reshape(zerosLike(feeds['ids']), [-1]) as Tensor1D;
  return cast(placeTokens(none_N, positions_M, onesLike(feeds['labels'] as Tensor1D), weights_M), 'float32') as Tensor1D;
}
