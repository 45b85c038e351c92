import { dropoutLayer, linearLayer, type Parameters } from '@electra-ts/nn';
import { gelu, type RandomSource } from '@electra-ts/ops';
import { reshape, type Tensor2D } from '@tensorflow/tfjs-core';

// B batch, C choices, S = B*C sequences, D width

/** How the sequences are made up. */
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
 * @param first_SD hidden states of the first tokens
 * @param dropout rate before the last layer, `summary_last_dropout`
 * @param random where the dropout mask comes from, one site; null for no dropout
 * @returns [B, C]
 */
export function multipleChoiceLogits(
  parameters: Parameters,
  first_SD: Tensor2D,
  { batch, choices }: ChoiceSizes,
  dropout: number,
  random: RandomSource | null,
): Tensor2D {
  const summary_SD = gelu(linearLayer(parameters, 'sequence_summary.summary', first_SD));
  const logits_S1 = linearLayer(parameters, 'classifier', dropoutLayer(summary_SD, dropout, random));
  return reshape(logits_S1, [batch, choices]);
}
