import { checkShape } from '@electra-ts/ops';
import { add, tidy, type Tensor1D } from '@tensorflow/tfjs-core';

// N tokens of the batch

/**
 * The logit of a token being noise rather than text, where text has the density exp(-E) and a share s of the tokens is
 * drawn from the noise q: E + log q + log(s / (1 - s)) (Clark et al. 2020, Electric, section 2.2; `electric_objective`
 * in run_pretraining.py of the reference).
 *
 * @param logNoise_N log q of each token
 * @throws Error where the shapes differ
 * @throws RangeError where the share is not between 0 and 1
 */
export function noiseLogits(energies_N: Tensor1D, logNoise_N: Tensor1D, noiseShare: number): Tensor1D {
  if (!(noiseShare > 0 && noiseShare < 1)) {
    throw new RangeError(`noiseLogits: expected a share of noise between 0 and 1, received ${noiseShare}`);
  }
  checkShape('noiseLogits', 'energies', energies_N, [null]);
  checkShape('noiseLogits', 'logNoise', logNoise_N, energies_N.shape);
  return tidy(() => add(add<Tensor1D>(energies_N, logNoise_N), Math.log(noiseShare / (1 - noiseShare))));
}
