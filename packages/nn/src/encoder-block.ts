import type { RandomSource } from '@electra-ts/ops';
import { add, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import { activation } from './activation.js';
import type { ElectraConfig } from './electra-config.js';
import { dropoutLayer, linearLayer, normLayer, type Parameters } from './parameters.js';
import { selfAttention } from './self-attention.js';

// B batch, T tokens, N = B*T, D width, F feed-forward width

/**
 * One encoder block: self-attention, then a feed-forward layer, each added to its input and normalized afterwards
 * (Devlin et al. 2019; `transformer_model` of the reference's modeling.py).
 *
 * @param name prefix of the block's parameters
 * @param bias added to the scores of attention, see `selfAttention`
 */
export function encoderBlock(
  parameters: Parameters,
  config: ElectraConfig,
  name: string,
  x_ND: Tensor2D,
  bias: Tensor4D,
  random: RandomSource | null,
): Tensor2D {
  const addAndNorm = (residual_ND: Tensor2D, branch_ND: Tensor2D, part: string): Tensor2D => {
    const kept_ND = dropoutLayer(branch_ND, config.hiddenDropoutProb, random);
    return normLayer(parameters, `${name}.${part}.LayerNorm`, add(residual_ND, kept_ND), config.layerNormEps);
  };
  const mixed_ND = selfAttention(parameters, config, `${name}.attention.self`, x_ND, bias, random);
  const attended_ND = linearLayer(parameters, `${name}.attention.output.dense`, mixed_ND);
  const middle_ND = addAndNorm(x_ND, attended_ND, 'attention.output');
  const wide_NF = activation(config.hiddenAct)(linearLayer(parameters, `${name}.intermediate.dense`, middle_ND));
  return addAndNorm(middle_ND, linearLayer(parameters, `${name}.output.dense`, wide_NF), 'output');
}
