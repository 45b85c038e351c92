import { forwardFlops, linearFlops, type BatchSize, type ElectraConfig } from '@electra-ts/nn';

/**
 * Floating-point operations of a generator of two towers in a forward pass: two encoders, and the head at every token,
 * whose dense layer reads both.
 */
export function twoTowerFlops(config: ElectraConfig, size: BatchSize): number {
  const { embeddingSize, hiddenSize, vocabSize } = config;
  const tokens = size.batchSize * size.sequenceLength;
  const head = linearFlops(tokens, 2 * hiddenSize, embeddingSize) + linearFlops(tokens, embeddingSize, vocabSize);
  return 2 * forwardFlops(config, size) + head;
}
