import { generatorPredictions } from '@electra-ts/generator';
import { electraEncoder } from '@electra-ts/nn';
import type { RandomSource } from '@electra-ts/ops';
import { gather, type Tensor, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import type { JointModel } from './joint-model.js';
import { type Feeds, modelInputs } from './model-inputs.js';
import { WORDS } from './sharing.js';

// M masked positions, D width, E embedding width, V vocabulary

/** The generator's last hidden states at the masked positions, ready for the output table: [M, E]. */
export function generatorHead({ generator }: JointModel, feeds: Feeds, random: RandomSource | null): Tensor2D {
  const { config, parameters } = generator;
  const hidden_ND = electraEncoder(parameters, config, modelInputs(feeds, feeds['ids']), random);
  return generatorPredictions(parameters, config, gather(hidden_ND, feeds['positions'] as Tensor1D));
}

/** The generator's output layer: its word embeddings [V, E], and a bias [V]. */
export function outputTable({ generator }: JointModel): readonly [Tensor2D, Tensor1D] {
  const { parameters } = generator;
  const table_VE = parameters[WORDS] as Tensor;
  return [table_VE as Tensor2D, parameters['generator_lm_head.bias'] as Tensor as Tensor1D];
}
