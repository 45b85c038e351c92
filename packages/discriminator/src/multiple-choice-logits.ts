import { dropoutLayer, linearLayer, type ElectraConfig, type Parameters } from '@electra-ts/nn';
import { gelu, type RandomSource } from '@electra-ts/ops';
import { reshape, type Tensor2D } from '@tensorflow/tfjs-core';
import { firstStates } from './first-states.js';

// B batch, C choices, S = B*C sequences, T tokens, N = S*T, D width

/** How the rows of hidden states are made up. */
export interface ChoiceSizes {
  /** Examples, B. */
  readonly batch: number;
  /** Choices of each example, C. */
  readonly choices: number;
}

/**
 * The multiple-choice head of transformers: the first token's hidden state -> dense -> GELU -> dropout -> one logit for
 * each choice (`ElectraSequenceSummary` with ElectraConfig's settings, and `classifier`).
 *
 * @param dropout rate before the last layer, `summary_last_dropout`
 * @param random where the dropout mask comes from, one site; null for no dropout
 * @returns [B, C]
 * @throws Error where the rows are not whole sequences
 */
export function multipleChoiceLogits(
  parameters: Parameters,
  config: ElectraConfig,
  hidden_ND: Tensor2D,
  { batch, choices }: ChoiceSizes,
  dropout: number,
  random: RandomSource | null,
): Tensor2D {
  const first_SD = firstStates(hidden_ND, batch * choices, config);
  const summary_SD = gelu(linearLayer(parameters, 'sequence_summary.summary', first_SD));
  const logits_S1 = linearLayer(parameters, 'classifier', dropoutLayer(summary_SD, dropout, random));
  return reshape(logits_S1, [batch, choices]);
}
