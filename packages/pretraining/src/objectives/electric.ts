import { noiseContrastiveLoss } from '@electra-ts/losses';
import { reshape, type Tensor1D } from '@tensorflow/tfjs-core';
import { discriminatorLogits } from '../discriminator-logits.js';
import { discriminatorStates } from '../discriminator-states.js';
import { generate } from '../generate.js';
import { logNoise } from '../log-noise.js';
import { noisePlaces } from '../noise-places.js';
import { type LossFunction, objectiveDefaults } from './objective.js';
import { weighLosses } from './weigh-losses.js';

// N = B*T tokens

/**
 * Electric (Clark et al. 2020, Pre-Training Transformers as Energy-Based Cloze Models): the discriminator learns the
 * energy of each token in its context by noise contrastive estimation, so that its logit, negated, scores texts as a
 * language model's does. The noise has to have a known probability at every token: that of the paper's generator of two
 * towers (`model.twoTowerGenerator`), of the frequencies of the text, or of all tokens alike (`objective.sampler`).
 */
export const electric: LossFunction = (model, feeds, objective, random) => {
  const { generatorLoss, corrupted_N, cloze_NE } = generate(model, feeds, objective, random);
  const states_ND = discriminatorStates(model, feeds, corrupted_N, random);
  const tokens = {
    logNoise_N: logNoise(model, feeds, corrupted_N, cloze_NE),
    noise_N: noisePlaces(feeds),
    weights_N: reshape(feeds['attentionMask'], [-1]) as Tensor1D,
  };
  const share = objective.maskProbability ?? objectiveDefaults.maskProbability;
  return weighLosses(feeds, objective, {
    generatorLoss,
    discriminatorLoss: noiseContrastiveLoss(discriminatorLogits(model, states_ND), tokens, share),
  });
};
