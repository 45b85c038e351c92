import '@tensorflow/tfjs-backend-cpu';
import { expectLosses, knownLosses } from './known-model.fixture.js';

describe('fastElectra', () => {
  it('detects what the generator drew, which itself has no loss', async () => {
    expectLosses(await knownLosses('fast-electra'), { discriminatorLoss: (Math.log(4 / 3) + 5 * Math.log(4)) / 6 });
  });
});
