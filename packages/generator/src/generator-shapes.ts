import { encoderShapes, linearShapes, normShapes, type ElectraConfig, type Shapes } from '@electra-ts/nn';

/**
 * Shapes of every parameter of a generator by Hugging Face's names: the encoder, the dense layer and layer norm of its
 * head, and the bias of its output. The output table is the word embeddings and has no entry of its own.
 */
export function generatorShapes(config: ElectraConfig): Shapes {
  const { embeddingSize, hiddenSize, vocabSize } = config;
  return {
    ...encoderShapes(config),
    ...linearShapes('generator_predictions.dense', hiddenSize, embeddingSize),
    ...normShapes('generator_predictions.LayerNorm', embeddingSize),
    'generator_lm_head.bias': [vocabSize],
  };
}
