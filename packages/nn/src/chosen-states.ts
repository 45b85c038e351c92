import type { RandomSource } from '@electra-ts/ops';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { attentionBias } from './attention-bias.js';
import type { ElectraConfig } from './electra-config.js';
import { electraEncoder, type ModelInputs } from './electra-encoder.js';
import { encoderBlock } from './encoder-block.js';
import { blockName } from './encoder-shapes.js';
import type { Parameters } from './parameters.js';

// B batch, T tokens, N = B*T, M rows that are chosen, D width

/**
 * Last hidden states of some tokens: those of `electraEncoder`, for whoever needs no others. The last block then computes
 * those tokens only, which still read all of their sequence.
 *
 * @param random where dropout masks come from, in the order of the network; null switches dropout off
 * @param choose takes the wanted rows out of all states below the last block, as many of each sequence, sequence by sequence
 * @returns [M, D]
 * @throws Error and UserError as `electraEncoder` does
 */
export function chosenStates(
  parameters: Parameters,
  config: ElectraConfig,
  inputs: ModelInputs,
  random: RandomSource | null,
  choose: (below_ND: Tensor2D) => Tensor2D,
): Tensor2D {
  const last = config.numHiddenLayers - 1;
  const below_ND = electraEncoder(parameters, { ...config, numHiddenLayers: last }, inputs, random);
  const bias = attentionBias(inputs.attentionMask_BT, 'both');
  return encoderBlock(parameters, config, blockName(last), below_ND, bias, random, choose(below_ND));
}
