import '@tensorflow/tfjs-backend-cpu';
import { expectLosses, knownLosses } from './known-model.fixture.js';

describe('correctiveLm', () => {
  it('lets the language model copy as far as nothing is detected', async () => {
    // It copies with 1/4, and gives either original a quarter otherwise. The first, which shows another token, cannot be
    // copied: 3/4 of 1/4. The second can: 1/4 + 3/4 of 1/4.
    expectLosses(await knownLosses('corrective-lm'), {
      generatorLoss: -(Math.log(0.2) + Math.log(0.4)) / 2,
      discriminatorLoss: (Math.log(4 / 3) + 5 * Math.log(4)) / 6,
      languageModelLoss: (Math.log(16 / 3) + Math.log(16 / 7)) / 2,
    });
  });
});
