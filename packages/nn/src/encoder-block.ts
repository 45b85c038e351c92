import type { RandomSource } from '@electra-ts/ops';
import { add, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import { activation } from './activation.js';
import type { ElectraConfig } from './electra-config.js';
import { dropoutLayer, linearLayer, normLayer, type Parameters } from './parameters.js';
import { selfAttention } from './self-attention.js';

// B batch, T tokens, N = B*T, M rows that are computed, D width, F feed-forward width

/**
 * One encoder block: self-attention, then a feed-forward layer, each added to its input and normalized afterwards
 * (Devlin et al. 2019; `transformer_model` of the reference's modeling.py).
 *
 * @param name prefix of the block's parameters
 * @param bias added to the scores of attention, see `selfAttention`
 * @param rows_MD those rows of `x_ND` whose states are wanted, as many of each sequence; all when absent. They read all of `x_ND`.
 * @returns [M, D]
 */
export function encoderBlock(
  parameters: Parameters,
  config: ElectraConfig,
  name: string,
  x_ND: Tensor2D,
  bias: Tensor4D,
  random: RandomSource | null,
  rows_MD: Tensor2D = x_ND,
): Tensor2D {
  const addAndNorm = (residual_MD: Tensor2D, branch_MD: Tensor2D, part: string): Tensor2D => {
    const kept_MD = dropoutLayer(branch_MD, config.hiddenDropoutProb, random);
    return normLayer(parameters, `${name}.${part}.LayerNorm`, add(residual_MD, kept_MD), config.layerNormEps);
  };
  const mixed_MD = selfAttention(parameters, config, `${name}.attention.self`, x_ND, bias, random, rows_MD);
  const attended_MD = linearLayer(parameters, `${name}.attention.output.dense`, mixed_MD);
  const middle_MD = addAndNorm(rows_MD, attended_MD, 'attention.output');
  const wide_MF = activation(config.hiddenAct)(linearLayer(parameters, `${name}.intermediate.dense`, middle_MD));
  return addAndNorm(middle_MD, linearLayer(parameters, `${name}.output.dense`, wide_MF), 'output');
}
