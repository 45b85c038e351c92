import '@tensorflow/tfjs-backend-cpu';
import { expectLosses, knownLosses } from './known-model.fixture.js';

describe('electra15', () => {
  it('judges the masked tokens only: one replaced, one not', async () => {
    expectLosses(await knownLosses('electra-15'), {
      generatorLoss: -(Math.log(0.2) + Math.log(0.4)) / 2,
      discriminatorLoss: (Math.log(4 / 3) + Math.log(4)) / 2,
    });
  });
});
