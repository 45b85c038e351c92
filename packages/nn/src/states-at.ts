import type { RandomSource } from '@electra-ts/ops';
import { gather, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { chosenStates } from './chosen-states.js';
import type { ElectraConfig } from './electra-config.js';
import type { ModelInputs } from './electra-encoder.js';
import type { Parameters } from './parameters.js';

// B batch, T tokens, M = B * positions of a sequence, D width

/**
 * Last hidden states at some positions, such as the masked ones; see `chosenStates`.
 *
 * @param positions_M as b*T + t, int32: as many of each sequence, those of the first sequence first
 * @param random where dropout masks come from, in the order of the network; null switches dropout off
 * @returns [M, D]
 * @throws Error where the positions are no multiple of the sequences, and, as UserError too, as `electraEncoder` does
 */
export function statesAt(
  parameters: Parameters,
  config: ElectraConfig,
  inputs: ModelInputs,
  random: RandomSource | null,
  positions_M: Tensor1D,
): Tensor2D {
  const [batch] = inputs.ids_BT.shape;
  if (positions_M.size % batch !== 0) {
    throw new Error(`statesAt: expected as many positions of each sequence; received ${positions_M.size} positions for ${batch} sequences`);
  }
  return chosenStates(parameters, config, inputs, random, (below_ND) => gather(below_ND, positions_M));
}
