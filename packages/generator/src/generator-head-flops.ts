import { linearFlops, type ElectraConfig } from '@electra-ts/nn';

/**
 * Floating-point operations of the generator's head in a forward pass over a number of positions: its dense layer and
 * the product with the word embeddings.
 */
export function generatorHeadFlops(config: ElectraConfig, positions: number): number {
  const { embeddingSize, hiddenSize, vocabSize } = config;
  return linearFlops(positions, hiddenSize, embeddingSize) + linearFlops(positions, embeddingSize, vocabSize);
}
