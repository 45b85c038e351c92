import { encoderShapes, linearShapes, type ElectraConfig, type Shapes } from '@electra-ts/nn';

/** Shapes of every parameter of a discriminator by Hugging Face's names: the encoder and the replaced-token head. */
export function discriminatorShapes(config: ElectraConfig): Shapes {
  const { hiddenSize } = config;
  return {
    ...encoderShapes(config),
    ...linearShapes('discriminator_predictions.dense', hiddenSize, hiddenSize),
    ...linearShapes('discriminator_predictions.dense_prediction', hiddenSize, 1),
  };
}
