import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor1d, tidy, type Tensor1D } from '@tensorflow/tfjs-core';
import { expectFiniteDifferences } from './finite-differences.fixture.js';
import { noiseContrastiveLoss } from './noise-contrastive-loss.js';

beforeAll(() => setBackend('cpu'));

const tokens = () => ({
  logNoise_N: tensor1d([Math.log(1 / 8), Math.log(1 / 2), 0]),
  noise_N: tensor1d([1, 0, 1]),
  weights_N: tensor1d([1, 1, 0]),
});

describe('noiseContrastiveLoss', () => {
  it('is what a judge pays who knows both densities', () => {
    // Odds of noise 1/12 (see noise-logits) and, with density 1 and noise 1/2, (1/8) / (3/4) = 1/6; the last is padding.
    const value = tidy(() => noiseContrastiveLoss(tensor1d([Math.LN2, 0, 5]), tokens(), 0.25).dataSync()[0]);
    expect(value).toBeCloseTo((Math.log(13) + Math.log(7 / 6)) / 2, 5);
  });

  it('has the gradients that finite differences give, and none at padding', () => {
    const fixed = tokens();
    const gradient = expectFiniteDifferences<Tensor1D>((x) => noiseContrastiveLoss(x, fixed, 0.15), [0.5, -1, 2], [3]);
    expect(gradient[0]).toBeLessThan(0);
    expect(gradient[1]).toBeGreaterThan(0);
    expect(gradient[2]).toBeCloseTo(0, 9);
  });
});
