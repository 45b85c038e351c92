import { electraEncoder, type ElectraConfig, type ModelInputs, type Parameters } from '@electra-ts/nn';
import type { RandomSource } from '@electra-ts/ops';
import { concat, reshape, slice, type Tensor2D } from '@tensorflow/tfjs-core';
import { RIGHT_TO_LEFT } from './two-tower-shapes.js';

// B batch, T tokens, N = B*T, D width of a tower

/**
 * What two towers know of each token without having seen it: the state of the token before it in an encoder that reads
 * from left to right, beside the state of the token after it in one that reads from right to left (Electric, Clark et
 * al. 2020, section 2.4; `TwoTowerClozeTransformer` of the reference). The text is read as it is, without [MASK], so
 * that one pass tells how likely every token is in its place. The first and the last token of a row have no neighbor on
 * one side and get the state of the other end, and the token before padding gets that of padding, as in the reference:
 * they are [CLS], [SEP] or padding, which nothing predicts.
 *
 * @param random where dropout masks come from; null for none
 * @returns [N, 2D]
 */
export function twoTowerStates(
  parameters: Parameters,
  config: ElectraConfig,
  inputs: ModelInputs,
  random: RandomSource | null,
): Tensor2D {
  const [batch, tokens] = inputs.ids_BT.shape;
  const left_ND = electraEncoder(parameters, config, inputs, random, 'left-to-right');
  const right_ND = electraEncoder(rightTower(parameters), config, inputs, random, 'right-to-left');
  const turned = (states_ND: Tensor2D, by: number): Tensor2D => {
    const width = config.hiddenSize;
    const states_BTD = reshape(states_ND, [batch, tokens, width]);
    const parts = [
      slice(states_BTD, [0, by, 0], [batch, tokens - by, width]),
      slice(states_BTD, [0, 0, 0], [batch, by, width]),
    ];
    return reshape(concat(parts, 1), [batch * tokens, width]);
  };
  return concat([turned(left_ND, tokens - 1), turned(right_ND, 1 % tokens)], 1);
}

/** The second tower's parameters under an encoder's names. */
function rightTower(parameters: Parameters): Parameters {
  const own = Object.entries(parameters).filter(([name]) => name.startsWith(RIGHT_TO_LEFT));
  return Object.fromEntries(own.map(([name, parameter]) => [name.slice(RIGHT_TO_LEFT.length), parameter]));
}
