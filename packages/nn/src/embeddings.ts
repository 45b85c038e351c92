import { UserError } from '@electra-ts/config';
import { embeddingLookup, type RandomSource } from '@electra-ts/ops';
import { add, reshape, slice, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import type { ElectraConfig } from './electra-config.js';
import { dropoutLayer, normLayer, parameter, type Parameters } from './parameters.js';

// B batch, T tokens, N = B*T, E embedding width

const SCOPE = 'electra.embeddings';

/**
 * The sum of word, position and segment embeddings, normalized, with dropout: [B, T] -> [N, E]. Positions count from 0.
 *
 * @throws UserError where the sequence is longer than the model has positions
 */
export function embeddings(
  parameters: Parameters,
  config: ElectraConfig,
  ids_BT: Tensor2D,
  types_BT: Tensor2D,
  random: RandomSource | null,
): Tensor2D {
  const [batch, tokens] = ids_BT.shape;
  const { embeddingSize, maxPositionEmbeddings } = config;
  if (tokens > maxPositionEmbeddings) {
    throw new UserError({
      what: 'The sequence is longer than the model has positions',
      expected: `at most ${maxPositionEmbeddings} tokens (maxPositionEmbeddings)`,
      received: `${tokens} tokens`,
      remedy: 'Use shorter sequences, or a model with more positions.',
    });
  }
  const table = (kind: string): Tensor2D => parameter(parameters, `${SCOPE}.${kind}_embeddings.weight`);
  const flat_N = (ids: Tensor2D): Tensor1D => reshape(ids, [batch * tokens]);
  const words_NE = embeddingLookup(table('word'), flat_N(ids_BT));
  const segments_NE = embeddingLookup(table('token_type'), flat_N(types_BT));
  const positions_TE = slice(table('position'), [0, 0], [tokens, embeddingSize]);
  const content_BTE = reshape(add(words_NE, segments_NE), [batch, tokens, embeddingSize]);
  const sum_NE = reshape(add(content_BTE, positions_TE), [batch * tokens, embeddingSize]) as Tensor2D;
  const normal_NE = normLayer(parameters, `${SCOPE}.LayerNorm`, sum_NE, config.layerNormEps);
  return dropoutLayer(normal_NE, config.hiddenDropoutProb, random);
}
