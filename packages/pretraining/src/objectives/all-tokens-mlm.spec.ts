import '@tensorflow/tfjs-backend-cpu';
import { expectLosses, knownLosses } from './known-model.fixture.js';

describe('allTokensMlm', () => {
  it('asks for every original, which the model may copy', async () => {
    // As in corrective language modeling; three tokens that are as they were have 1/4 + 3/4 of 1/10, two 1/4 + 3/4 of 1/4.
    expectLosses(await knownLosses('all-tokens-mlm'), {
      generatorLoss: -(Math.log(0.2) + Math.log(0.4)) / 2,
      languageModelLoss: (3 * Math.log(1 / 0.325) + Math.log(16 / 3) + 2 * Math.log(16 / 7)) / 6,
    });
  });
});
