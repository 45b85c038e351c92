import { encoderShapes, linearShapes, type ElectraConfig, type Shapes } from '@electra-ts/nn';

/** Shapes of the classification head alone: a dense layer and one output a label. */
export function classificationHeadShapes({ hiddenSize }: ElectraConfig, numLabels: number): Shapes {
  return {
    ...linearShapes('classifier.dense', hiddenSize, hiddenSize),
    ...linearShapes('classifier.out_proj', hiddenSize, numLabels),
  };
}

/** Shapes of every parameter of a sequence classifier by Hugging Face's names: the encoder and its head. */
export function classificationShapes(config: ElectraConfig, numLabels: number): Shapes {
  return { ...encoderShapes(config), ...classificationHeadShapes(config, numLabels) };
}
