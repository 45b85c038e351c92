import '@tensorflow/tfjs-backend-cpu';
import { scalar } from '@tensorflow/tfjs-core';
import { expectLosses, knownLosses } from './known-model.fixture.js';

describe('electraMlm', () => {
  const generatorLoss = -(Math.log(0.2) + Math.log(0.4)) / 2;
  const discriminatorLoss = (Math.log(4 / 3) + 5 * Math.log(4)) / 6;
  const languageModelLoss = Math.log(4);

  it("is ELECTRA's losses and the language model's", async () => {
    expectLosses(await knownLosses('electra-mlm'), { generatorLoss, discriminatorLoss, languageModelLoss });
  });

  it('weighs them as the objective says, or as the step is told', async () => {
    const weights = { generatorWeight: 2, discriminatorWeight: 50, languageModelWeight: 3 };
    const fixed = await knownLosses('electra-mlm', { weights });
    expect(fixed['loss']).toBeCloseTo(2 * generatorLoss + 50 * discriminatorLoss + 3 * languageModelLoss, 4);
    const more = { discriminatorWeight: scalar(10), languageModelWeight: scalar(0) };
    const told = await knownLosses('electra-mlm', { weights, more });
    expect(told['loss']).toBeCloseTo(2 * generatorLoss + 10 * discriminatorLoss, 4);
  });
});
