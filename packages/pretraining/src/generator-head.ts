import { generatorPredictions, twoTowerStates } from '@electra-ts/generator';
import { statesAt } from '@electra-ts/nn';
import type { RandomSource } from '@electra-ts/ops';
import { reshape, type Tensor, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import type { JointModel } from './joint-model.js';
import { type Feeds, modelInputs } from './model-inputs.js';
import { originalTokens } from './original-tokens.js';
import { WORDS } from './sharing.js';

// N = B*T tokens, M masked positions, D width, E embedding width, V vocabulary

/** The last hidden states of a generator of one encoder at the masked positions, ready for the output table: [M, E]. */
export function generatorHead({ generator }: JointModel, feeds: Feeds, random: RandomSource | null): Tensor2D {
  const { config, parameters } = generator;
  const states_MD = statesAt(parameters, config, modelInputs(feeds, feeds['ids']), random, feeds['positions'] as Tensor1D);
  return generatorPredictions(parameters, config, states_MD);
}

/** What a generator of two towers knows of every token from the rest of the text, ready for the output table: [N, E]. */
export function clozeHead({ generator }: JointModel, feeds: Feeds, random: RandomSource | null): Tensor2D {
  const { config, parameters } = generator;
  const inputs = modelInputs(feeds, reshape(originalTokens(feeds), feeds['ids'].shape));
  return generatorPredictions(parameters, config, twoTowerStates(parameters, config, inputs, random));
}

/** The generator's output layer: its word embeddings [V, E], and a bias [V]. */
export function outputTable({ generator }: JointModel): readonly [Tensor2D, Tensor1D] {
  const { parameters } = generator;
  const table_VE = parameters[WORDS] as Tensor;
  return [table_VE as Tensor2D, parameters['generator_lm_head.bias'] as Tensor as Tensor1D];
}
