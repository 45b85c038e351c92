import '@tensorflow/tfjs-backend-cpu';
import { expectLosses, knownLosses } from './known-model.fixture.js';

describe('mlm', () => {
  it('is the surprise at the masked tokens, and nothing else', async () => {
    expectLosses(await knownLosses('mlm'), { generatorLoss: -(Math.log(0.2) + Math.log(0.4)) / 2 });
  });
});
