import { electraEncoder } from '@electra-ts/nn';
import type { RandomSource } from '@electra-ts/ops';
import { reshape, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { computedParameters } from './computed-parameters.js';
import type { JointModel } from './joint-model.js';
import { type Feeds, modelInputs } from './model-inputs.js';

// N = B*T tokens, D width

/** Last hidden states of the discriminator's encoder on these tokens: [N, D]. */
export function discriminatorStates(
  model: JointModel,
  feeds: Feeds,
  ids_N: Tensor1D,
  random: RandomSource | null,
): Tensor2D {
  const { discriminator } = model;
  const inputs = modelInputs(feeds, reshape(ids_N, feeds['ids'].shape));
  return electraEncoder(computedParameters(model, discriminator), discriminator.config, inputs, random);
}
