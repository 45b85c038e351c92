import '@tensorflow/tfjs-backend-cpu';
import { expectLosses, knownLosses } from './known-model.fixture.js';

describe('replaceMlm', () => {
  it("is the generator's surprise, and the language model's at what was there before", async () => {
    // The language model gives a quarter to either of the two originals.
    expectLosses(await knownLosses('replace-mlm'), {
      generatorLoss: -(Math.log(0.2) + Math.log(0.4)) / 2,
      languageModelLoss: Math.log(4),
    });
  });
});
