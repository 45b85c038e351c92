import type { RandomSource } from '@electra-ts/ops';
import { reshape, slice, type Tensor2D } from '@tensorflow/tfjs-core';
import { attentionBias } from './attention-bias.js';
import type { ElectraConfig } from './electra-config.js';
import { electraEncoder, type ModelInputs } from './electra-encoder.js';
import { encoderBlock } from './encoder-block.js';
import { blockName } from './encoder-shapes.js';
import type { Parameters } from './parameters.js';

// B batch, T tokens, N = B*T, D width

/**
 * Last hidden states of the first token, [CLS], of each sequence: those of `electraEncoder`, for whoever needs no others. The last
 * block then computes one token of each sequence, which still reads all of them.
 *
 * @param random where dropout masks come from, in the order of the network; null switches dropout off
 * @returns [B, D]
 * @throws Error and UserError as `electraEncoder` does
 */
export function firstStates(parameters: Parameters, config: ElectraConfig, inputs: ModelInputs, random: RandomSource | null): Tensor2D {
  const [batch, tokens] = inputs.ids_BT.shape;
  const { numHiddenLayers, hiddenSize } = config;
  const below_ND = electraEncoder(parameters, { ...config, numHiddenLayers: numHiddenLayers - 1 }, inputs, random);
  const first_BD: Tensor2D = reshape(slice(reshape(below_ND, [batch, tokens, hiddenSize]), [0, 0, 0], [batch, 1, hiddenSize]), [batch, hiddenSize]);
  const bias = attentionBias(inputs.attentionMask_BT, 'both');
  return encoderBlock(parameters, config, blockName(numHiddenLayers - 1), below_ND, bias, random, first_BD);
}
