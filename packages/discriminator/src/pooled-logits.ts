import { dropoutLayer, linearLayer, type ElectraConfig, type Parameters } from '@electra-ts/nn';
import type { RandomSource } from '@electra-ts/ops';
import type { Tensor2D } from '@tensorflow/tfjs-core';

// B batch, D width, C labels

/**
 * The reference's sequence-classification and regression head: the first token's hidden state -> dropout -> one output a
 * label (finetune/classification/classification_tasks.py).
 *
 * @param first_BD hidden states of the first tokens
 * @param random where the dropout mask comes from, one site; null for no dropout
 * @param dropout rate; the encoder's when absent, as the reference has 0.1 for both
 * @returns [B, C]
 */
export function pooledLogits(
  parameters: Parameters,
  config: ElectraConfig,
  first_BD: Tensor2D,
  random: RandomSource | null,
  dropout: number = config.hiddenDropoutProb,
): Tensor2D {
  return linearLayer(parameters, 'classifier', dropoutLayer(first_BD, dropout, random));
}
