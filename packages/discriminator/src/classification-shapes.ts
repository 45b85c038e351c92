import { encoderShapes, linearShapes, type ElectraConfig, type Shapes } from '@electra-ts/nn';
import type { SequenceHead } from './sequence-head.js';

/** Shapes of the classification head alone: one output a label and, unless it is pooled, a dense layer before it. */
export function classificationHeadShapes(
  { hiddenSize }: ElectraConfig,
  numLabels: number,
  head: SequenceHead = 'transformers',
): Shapes {
  if (head === 'pooled') return linearShapes('classifier', hiddenSize, numLabels);
  return {
    ...linearShapes('classifier.dense', hiddenSize, hiddenSize),
    ...linearShapes('classifier.out_proj', hiddenSize, numLabels),
  };
}

/** Shapes of every parameter of a sequence classifier by Hugging Face's names: the encoder and its head. */
export function classificationShapes(config: ElectraConfig, numLabels: number, head?: SequenceHead): Shapes {
  return { ...encoderShapes(config), ...classificationHeadShapes(config, numLabels, head) };
}
