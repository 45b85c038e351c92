import { checkShape } from '@electra-ts/ops';
import { tidy, type Scalar, type Tensor1D } from '@tensorflow/tfjs-core';
import { noiseLogits } from './noise-logits.js';
import { replacedTokenLoss } from './replaced-token-loss.js';

// N tokens of the batch

/** Tokens of which some were drawn from a known distribution. */
export interface NoisyTokens {
  /** log of the probability that the noise has for each token, float32 [N]. */
  readonly logNoise_N: Tensor1D;
  /** float32, 1 where the token was drawn from the noise, even where it came out as the original, else 0. */
  readonly noise_N: Tensor1D;
  /** float32, 1 for tokens and 0 for padding; all zero gives a loss of 0. */
  readonly weights_N: Tensor1D;
}

/**
 * Electric's loss (Clark et al. 2020, Pre-Training Transformers as Energy-Based Cloze Models, section 2.2): noise
 * contrastive estimation of the energies of tokens in their context. A token is judged noise by its energy and by how
 * likely the noise is to make it, see `noiseLogits`; the loss is the mean binary cross-entropy of that over real tokens,
 * in nats. The energies that it ends in are those of a language model: -E is the log of a token's likelihood in its
 * place, up to a constant.
 *
 * @param energies_N above 0 where a token does not fit
 * @param noiseShare share of the tokens that are drawn from the noise, in (0, 1)
 * @throws Error where the shapes do not agree
 * @throws RangeError where the share is not between 0 and 1
 */
export function noiseContrastiveLoss(energies_N: Tensor1D, tokens: NoisyTokens, noiseShare: number): Scalar {
  const { logNoise_N, noise_N, weights_N } = tokens;
  checkShape('noiseContrastiveLoss', 'energies', energies_N, [null]);
  for (const [name, tensor] of Object.entries({ logNoise: logNoise_N, noise: noise_N, weights: weights_N })) {
    checkShape('noiseContrastiveLoss', name, tensor, energies_N.shape);
  }
  return tidy(() => replacedTokenLoss(noiseLogits(energies_N, logNoise_N, noiseShare), noise_N, weights_N));
}
