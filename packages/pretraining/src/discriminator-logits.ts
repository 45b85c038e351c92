import { replacedTokenLogits } from '@electra-ts/discriminator';
import { electraEncoder } from '@electra-ts/nn';
import type { RandomSource } from '@electra-ts/ops';
import { reshape, type Tensor1D } from '@tensorflow/tfjs-core';
import type { JointModel } from './joint-model.js';
import { type Feeds, modelInputs } from './model-inputs.js';

// N = B*T tokens

/** The discriminator's logit for every token, above 0 where it looks replaced: [N]. */
export function discriminatorLogits(
  { discriminator }: JointModel,
  feeds: Feeds,
  ids_N: Tensor1D,
  random: RandomSource | null,
): Tensor1D {
  const { config, parameters } = discriminator;
  const inputs = modelInputs(feeds, reshape(ids_N, feeds['ids'].shape));
  return replacedTokenLogits(parameters, config, electraEncoder(parameters, config, inputs, random));
}
