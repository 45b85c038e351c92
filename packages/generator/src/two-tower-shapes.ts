import { encoderShapes, linearShapes, normShapes, type ElectraConfig, type Shapes } from '@electra-ts/nn';

/** Before the names of the tower that reads from right to left; the other's have nothing before them. */
export const RIGHT_TO_LEFT = 'right_to_left.';

/** Entries of an object under the names of the tower that reads from right to left. */
export function rightToLeft<T>(entries: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).map(([name, entry]) => [`${RIGHT_TO_LEFT}${name}`, entry]));
}

/**
 * Shapes of every parameter of a generator of two towers: two encoders, and a head that reads the states of both. The
 * output table is the word embeddings of the tower that reads from left to right, as in the reference.
 */
export function twoTowerShapes(config: ElectraConfig): Shapes {
  const { embeddingSize, hiddenSize, vocabSize } = config;
  return {
    ...encoderShapes(config),
    ...rightToLeft(encoderShapes(config)),
    ...linearShapes('generator_predictions.dense', 2 * hiddenSize, embeddingSize),
    ...normShapes('generator_predictions.LayerNorm', embeddingSize),
    'generator_lm_head.bias': [vocabSize],
  };
}
