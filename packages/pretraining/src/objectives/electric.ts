import { noiseContrastiveLoss } from '@electra-ts/losses';
import { cast, onesLike, reshape, type Tensor1D, zerosLike } from '@tensorflow/tfjs-core';
import { discriminatorLogits } from '../discriminator-logits.js';
import { discriminatorStates } from '../discriminator-states.js';
import { generate } from '../generate.js';
import { logNoise } from '../log-noise.js';
import { placeTokens } from '../place-tokens.js';
import { type LossFunction, objectiveDefaults } from './objective.js';
import { weighLosses } from './weigh-losses.js';

// N = B*T tokens, M masked positions

/**
 * Electric (Clark et al. 2020, Pre-Training Transformers as Energy-Based Cloze Models): the discriminator learns the
 * energy of each token in its context by noise contrastive estimation, so that its logit, negated, scores texts as a
 * language model's does. The noise has to have a known probability at every token: that of the paper's generator of two
 * towers (`model.twoTowerGenerator`), of the frequencies of the text, or of all tokens alike (`objective.sampler`).
 */
export const electric: LossFunction = (model, feeds, objective, random) => {
  const { generatorLoss, corrupted_N, cloze_NE } = generate(model, feeds, objective, random);
  const states_ND = discriminatorStates(model, feeds, corrupted_N, random);
  const [positions_M, weights_M] = [feeds['positions'] as Tensor1D, feeds['weights'] as Tensor1D];
  // A sample is noise even where it is the original (`is_fake_tokens` with `electric_objective`, run_pretraining.py).
  const noise_N = placeTokens(zerosLike(corrupted_N), positions_M, onesLike(feeds['labels'] as Tensor1D), weights_M);
  const tokens = {
    logNoise_N: logNoise(model, feeds, corrupted_N, cloze_NE),
    noise_N: cast(noise_N, 'float32') as Tensor1D,
    weights_N: reshape(feeds['attentionMask'], [-1]) as Tensor1D,
  };
  const share = objective.maskProbability ?? objectiveDefaults.maskProbability;
  return weighLosses(feeds, objective, {
    generatorLoss,
    discriminatorLoss: noiseContrastiveLoss(discriminatorLogits(model, states_ND), tokens, share),
  });
};
