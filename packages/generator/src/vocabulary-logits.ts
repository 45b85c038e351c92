import { parameter, type ElectraConfig, type ModelInputs, type Parameters } from '@electra-ts/nn';
import { project } from '@electra-ts/ops';
import { reshape, type Tensor1D, type Tensor2D, type Tensor3D } from '@tensorflow/tfjs-core';
import { generatorPredictions } from './generator-predictions.js';

// B batch, T tokens, N = B*T, D width of the states, V vocabulary

/**
 * A logit for every token of the vocabulary at every position: the generator's head, and the word embeddings as its
 * output table.
 *
 * @param hidden_ND states of one encoder, D the width, or of two towers, D twice the width
 * @returns [B, T, V]
 */
export function vocabularyLogits(
  parameters: Parameters,
  config: ElectraConfig,
  hidden_ND: Tensor2D,
  { ids_BT }: Pick<ModelInputs, 'ids_BT'>,
): Tensor3D {
  const head_NE = generatorPredictions(parameters, config, hidden_ND);
  const table_VE = parameter(parameters, 'electra.embeddings.word_embeddings.weight');
  const bias_V = parameter<Tensor1D>(parameters, 'generator_lm_head.bias');
  return reshape(project(head_NE, table_VE, bias_V), [...ids_BT.shape, config.vocabSize]);
}
