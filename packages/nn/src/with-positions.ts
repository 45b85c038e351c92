import { electraConfig } from './electra-config.js';
import type { Pretrained } from './read-pretrained.js';
import { resizePositions } from './resize-positions.js';

const POSITIONS = 'electra.embeddings.position_embeddings.weight';

/**
 * A stored model with another number of positions, its table resized (see `resizePositions`); the model itself where
 * the number is absent or its own.
 *
 * @throws UserError where the number is no positive integer
 */
export function withPositions(stored: Pretrained, positions?: number): Pretrained {
  const { config, weights } = stored;
  if (positions === undefined || positions === config.maxPositionEmbeddings) return stored;
  const resized = electraConfig({ ...config, maxPositionEmbeddings: positions });
  const table = weights[POSITIONS];
  // A table of another shape than config.json says is left for the loading to complain about.
  const fits = table?.shape.length === 2 && table.shape[0] === config.maxPositionEmbeddings;
  return {
    ...stored,
    config: resized,
    weights: fits ? { ...weights, [POSITIONS]: resizePositions(table, positions) } : weights,
  };
}
