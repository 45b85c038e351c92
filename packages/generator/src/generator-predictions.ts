import { linearLayer, normLayer, type ElectraConfig, type Parameters } from '@electra-ts/nn';
import { gelu } from '@electra-ts/ops';
import type { Tensor2D } from '@tensorflow/tfjs-core';

// M positions to predict, D width, E embedding width

/**
 * The generator's head before its output: dense -> GELU -> layer norm, at the width of the embeddings, so that the
 * product with the word embeddings gives a logit a token (`_get_masked_lm_output` of the reference).
 *
 * @param hidden_MD hidden states at the positions of interest
 * @returns [M, E]
 */
export function generatorPredictions(parameters: Parameters, config: ElectraConfig, hidden_MD: Tensor2D): Tensor2D {
  const dense_ME = gelu(linearLayer(parameters, 'generator_predictions.dense', hidden_MD));
  return normLayer(parameters, 'generator_predictions.LayerNorm', dense_ME, config.layerNormEps);
}
