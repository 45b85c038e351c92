import type { RandomSource } from '@electra-ts/ops';
import { reshape, slice, type Tensor2D } from '@tensorflow/tfjs-core';
import { chosenStates } from './chosen-states.js';
import type { ElectraConfig } from './electra-config.js';
import type { ModelInputs } from './electra-encoder.js';
import type { Parameters } from './parameters.js';

// B batch, T tokens, D width

/**
 * Last hidden states of the first token, [CLS], of each sequence; see `chosenStates`.
 *
 * @param random where dropout masks come from, in the order of the network; null switches dropout off
 * @returns [B, D]
 * @throws Error and UserError as `electraEncoder` does
 */
export function firstStates(parameters: Parameters, config: ElectraConfig, inputs: ModelInputs, random: RandomSource | null): Tensor2D {
  const [batch, tokens] = inputs.ids_BT.shape;
  const width = config.hiddenSize;
  return chosenStates(parameters, config, inputs, random, (below_ND) =>
    reshape(slice(reshape(below_ND, [batch, tokens, width]), [0, 0, 0], [batch, 1, width]), [batch, width]),
  );
}
