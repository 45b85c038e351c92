import { dropoutLayer, linearLayer, type ElectraConfig, type Parameters } from '@electra-ts/nn';
import { gelu, type RandomSource } from '@electra-ts/ops';
import type { Tensor2D } from '@tensorflow/tfjs-core';

// B batch, D width, C labels

/**
 * The sequence-classification head of transformers: the first token's hidden state -> dropout -> dense -> GELU ->
 * dropout -> one logit a label (`ElectraClassificationHead`).
 *
 * @param first_BD hidden states of the first tokens
 * @param random where dropout masks come from, two sites; null for no dropout
 * @param dropout rate before both layers (`classifier_dropout`)
 * @returns [B, C]
 */
export function sequenceClassificationLogits(
  parameters: Parameters,
  config: ElectraConfig,
  first_BD: Tensor2D,
  random: RandomSource | null,
  dropout: number = config.hiddenDropoutProb,
): Tensor2D {
  const drop = (x_BD: Tensor2D): Tensor2D => dropoutLayer(x_BD, dropout, random);
  const dense_BD = gelu(linearLayer(parameters, 'classifier.dense', drop(first_BD)));
  return linearLayer(parameters, 'classifier.out_proj', drop(dense_BD));
}
