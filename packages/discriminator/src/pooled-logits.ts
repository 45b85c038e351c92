import { dropoutLayer, linearLayer, type ElectraConfig, type Parameters } from '@electra-ts/nn';
import type { RandomSource } from '@electra-ts/ops';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { firstStates } from './first-states.js';

// B batch, T tokens, N = B*T, D width, C labels

/**
 * The reference's sequence-classification and regression head: the first token's hidden state -> dropout -> one output a
 * label (finetune/classification/classification_tasks.py).
 *
 * @param batchSize number of sequences in `hidden_ND`
 * @param random where the dropout mask comes from, one site; null for no dropout
 * @param dropout rate; the encoder's when absent, as the reference has 0.1 for both
 * @returns [B, C]
 * @throws Error where the rows are not whole sequences
 */
export function pooledLogits(
  parameters: Parameters,
  config: ElectraConfig,
  hidden_ND: Tensor2D,
  batchSize: number,
  random: RandomSource | null,
  dropout: number = config.hiddenDropoutProb,
): Tensor2D {
  const first_BD = firstStates(hidden_ND, batchSize, config);
  return linearLayer(parameters, 'classifier', dropoutLayer(first_BD, dropout, random));
}
