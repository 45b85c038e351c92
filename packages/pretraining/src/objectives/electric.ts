import { noiseContrastiveLoss } from '@electra-ts/losses';
import { cast, gather, onesLike, reshape, type Tensor1D, zerosLike } from '@tensorflow/tfjs-core';
import { replaceBy } from '../corrupt.js';
import { discriminatorLogits } from '../discriminator-logits.js';
import { discriminatorStates } from '../discriminator-states.js';
import { placeTokens } from '../place-tokens.js';
import { type LossFunction, objectiveDefaults } from './objective.js';
import { weighLosses } from './weigh-losses.js';

// N = B*T tokens, M masked positions, V vocabulary

/**
 * Electric (Clark et al. 2020, Pre-Training Transformers as Energy-Based Cloze Models): the discriminator learns the
 * energy of each token in its context by noise contrastive estimation, so that its logit, negated, scores texts as a
 * language model's does. The noise has to have a known probability at every token: here it is the frequencies of the
 * text, or all tokens alike (`objective.sampler`, the feed `logNoise` [V]); the paper's is a network of two towers.
 */
export const electric: LossFunction = (model, feeds, objective, random) => {
  const { corrupted_N } = replaceBy(feeds, feeds['replacements'] as Tensor1D);
  const states_ND = discriminatorStates(model, feeds, corrupted_N, random);
  const [positions_M, weights_M] = [feeds['positions'] as Tensor1D, feeds['weights'] as Tensor1D];
  // A sample is noise even where it is the original (`is_fake_tokens` with `electric_objective`, run_pretraining.py).
  const noise_N = placeTokens(zerosLike(corrupted_N), positions_M, onesLike(feeds['labels'] as Tensor1D), weights_M);
  const tokens = {
    logNoise_N: gather(feeds['logNoise'] as Tensor1D, corrupted_N),
    noise_N: cast(noise_N, 'float32') as Tensor1D,
    weights_N: reshape(feeds['attentionMask'], [-1]) as Tensor1D,
  };
  const share = objective.maskProbability ?? objectiveDefaults.maskProbability;
  return weighLosses(objective, {
    discriminatorLoss: noiseContrastiveLoss(discriminatorLogits(model, states_ND), tokens, share),
  });
};
