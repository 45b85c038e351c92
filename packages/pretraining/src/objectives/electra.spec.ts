import '@tensorflow/tfjs-backend-cpu';
import { expectLosses, knownLosses } from './known-model.fixture.js';

describe('electra', () => {
  it('is the surprise at the masked tokens, and at what is replaced over all tokens', async () => {
    const generatorLoss = -(Math.log(0.2) + Math.log(0.4)) / 2;
    // One token is replaced, which the discriminator holds for likely (3/4); five are not, for which it says 1/4.
    const discriminatorLoss = (Math.log(4 / 3) + 5 * Math.log(4)) / 6;
    expectLosses(await knownLosses('electra'), { generatorLoss, discriminatorLoss });
    const weighed = await knownLosses('electra', { weights: { generatorWeight: 2, discriminatorWeight: 50 } });
    expect(weighed['loss']).toBeCloseTo(2 * generatorLoss + 50 * discriminatorLoss, 4);
  });
});
