import { activation, linearLayer, type ElectraConfig, type Parameters } from '@electra-ts/nn';
import { reshape, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';

// N rows (batch times tokens), D width

/**
 * The replaced-token head: dense -> activation -> one logit for each token, above 0 where the token looks replaced
 * (`_get_discriminator_output` of the reference).
 *
 * @returns [N]
 */
export function replacedTokenLogits(parameters: Parameters, config: ElectraConfig, hidden_ND: Tensor2D): Tensor1D {
  const [rows, width] = hidden_ND.shape;
  if (width !== config.hiddenSize) {
    const received = `[${rows}, ${width}]`;
    throw new Error(`replacedTokenLogits: expected hidden states [N, ${config.hiddenSize}]; received ${received}`);
  }
  const dense_ND = activation(config.hiddenAct)(linearLayer(parameters, 'discriminator_predictions.dense', hidden_ND));
  return reshape(linearLayer(parameters, 'discriminator_predictions.dense_prediction', dense_ND), [rows]);
}
