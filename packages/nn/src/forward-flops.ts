import type { ElectraConfig } from './electra-config.js';

/** Size of a batch: sequences and tokens in each, padding included. */
export interface BatchSize {
  readonly batchSize: number;
  readonly sequenceLength: number;
}

/** Floating-point operations of a linear layer over a number of rows: a multiplication and an addition a weight. */
export const linearFlops = (rows: number, inputs: number, outputs: number): number => 2 * rows * inputs * outputs;

/**
 * Floating-point operations of the encoder's matrix products in one forward pass, heads excluded. Embedding lookups
 * cost none, and element-wise work is left out. Training costs about three times as much.
 *
 * @param lastRows how many rows the last layer computes: all when absent, one of each sequence for `firstStates`, the positions for `statesAt`
 */
export function forwardFlops(config: ElectraConfig, { batchSize, sequenceLength }: BatchSize, lastRows = batchSize * sequenceLength): number {
  const { embeddingSize, hiddenSize, intermediateSize } = config;
  const rows = batchSize * sequenceLength;
  const projection = embeddingSize === hiddenSize ? 0 : linearFlops(rows, embeddingSize, hiddenSize);
  const keysAndValues = 2 * linearFlops(rows, hiddenSize, hiddenSize);
  const computed = (rows: number): number => {
    const queriesAndOutput = 2 * linearFlops(rows, hiddenSize, hiddenSize);
    // Scores and their weighted sum of values: each row meets every key of its sequence, over all heads together.
    const attention = 2 * linearFlops(rows, hiddenSize, sequenceLength);
    const feedForward = 2 * linearFlops(rows, hiddenSize, intermediateSize);
    return keysAndValues + queriesAndOutput + attention + feedForward;
  };
  return projection + (config.numHiddenLayers - 1) * computed(rows) + computed(lastRows);
}
