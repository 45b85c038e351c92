import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor1d } from '@tensorflow/tfjs-core';
import { noiseLogits } from './noise-logits.js';

beforeAll(() => setBackend('cpu'));

describe('noiseLogits', () => {
  it('is the logarithm of how much likelier noise is', () => {
    // Text: 3/4 of the tokens, with density exp(-E) = 1/2; noise: 1/4 with probability 1/8. Odds (1/32) / (3/8) = 1/12.
    const logits = noiseLogits(tensor1d([Math.LN2]), tensor1d([Math.log(1 / 8)]), 0.25);
    expect(logits.dataSync()[0]).toBeCloseTo(Math.log(1 / 12), 6);
  });

  it.each([0, 1, NaN])('refuses a share of %s', (share) => {
    expect(() => noiseLogits(tensor1d([0]), tensor1d([0]), share)).toThrow(/between 0 and 1, received/);
  });
});
