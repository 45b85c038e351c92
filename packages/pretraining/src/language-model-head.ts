import { generatorPredictions } from '@electra-ts/generator';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { computedParameters } from './computed-parameters.js';
import type { JointModel, Network } from './joint-model.js';
import { WORDS } from './sharing.js';

// M tokens to predict, D width, E embedding width, V vocabulary

/** The masked-language-model head on hidden states of the discriminator's encoder, ready for its table: [M, E]. */
export function languageModelHead(model: JointModel, states_MD: Tensor2D): Tensor2D {
  const { parameters, config } = languageModelOf(model);
  return generatorPredictions(parameters, config, states_MD);
}

/** That head's output layer: the word embeddings of the discriminator's encoder [V, E], and a bias [V]. */
export function languageModelTable(model: JointModel): readonly [Tensor2D, Tensor1D] {
  const parameters = computedParameters(model, languageModelOf(model));
  return [parameters[WORDS] as Tensor2D, parameters['generator_lm_head.bias'] as Tensor as Tensor1D];
}

/** @throws Error where the model was made without one */
function languageModelOf({ languageModel }: JointModel): Network {
  if (languageModel === undefined) throw new Error('languageModelHead: expected a model made with languageModel: true');
  return languageModel;
}
