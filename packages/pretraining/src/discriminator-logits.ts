import { replacedTokenLogits } from '@electra-ts/discriminator';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { JointModel } from './joint-model.js';

// N = B*T tokens, D width

/** The discriminator's logit for every token, above 0 where it looks replaced: [N]. */
export function discriminatorLogits({ discriminator }: JointModel, states_ND: Tensor2D): Tensor1D {
  return replacedTokenLogits(discriminator.parameters, discriminator.config, states_ND);
}
