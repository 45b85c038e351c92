import { UserError } from '@electra-ts/config';
import { embeddingLookup, type RandomSource } from '@electra-ts/ops';
import { add, reshape, slice, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import type { ElectraConfig } from './electra-config.js';
import { dropoutLayer, normLayer, parameter, type Parameters } from './parameters.js';

// B batch, T tokens, N = B*T, E embedding width

const SCOPE = 'electra.embeddings';

/**
 * The sum of word, position and segment embeddings, normalized, with dropout: [B, T] -> [N, E].
 *
 * @param positions_BT place of each token, int32; they count from 0 in every row when absent
 * @throws UserError where the sequence is longer than the model has positions
 */
export function embeddings(
  parameters: Parameters,
  config: ElectraConfig,
  ids_BT: Tensor2D,
  types_BT: Tensor2D,
  random: RandomSource | null,
  positions_BT?: Tensor2D,
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
  const content_NE = add<Tensor2D>(words_NE, segments_NE);
  const sum_NE = positions_BT
    ? add<Tensor2D>(content_NE, embeddingLookup(table('position'), flat_N(positions_BT)))
    : countedPositions(content_NE, slice(table('position'), [0, 0], [tokens, embeddingSize]), batch);
  const normal_NE = normLayer(parameters, `${SCOPE}.LayerNorm`, sum_NE, config.layerNormEps);
  return dropoutLayer(normal_NE, config.hiddenDropoutProb, random);
}

/** Adds the positions of one row to every row; cheaper than looking up each token's. */
function countedPositions(content_NE: Tensor2D, positions_TE: Tensor2D, batch: number): Tensor2D {
  const [tokens, width] = positions_TE.shape;
  return reshape(add(reshape(content_NE, [batch, tokens, width]), positions_TE), [batch * tokens, width]);
}
