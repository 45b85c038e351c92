import '@tensorflow/tfjs-backend-cpu';
import { expectLosses, knownCrops, knownLosses } from './known-model.fixture.js';

describe('cocoLm', () => {
  it('is corrective language modeling and the comparison of sequences', async () => {
    // All states are the same: of three other views, each is as likely the partner.
    const losses = {
      generatorLoss: -(Math.log(0.2) + Math.log(0.4)) / 2,
      discriminatorLoss: (Math.log(4 / 3) + 5 * Math.log(4)) / 6,
      languageModelLoss: (Math.log(16 / 3) + Math.log(16 / 7)) / 2,
      contrastiveLoss: Math.log(3),
    };
    expectLosses(await knownLosses('coco-lm', { more: knownCrops() }), losses);
    const weighed = await knownLosses('coco-lm', { more: knownCrops(), weights: { contrastiveWeight: 5, contrastiveTemperature: 0.5 } });
    expect(weighed['loss']).toBeCloseTo(Object.values(losses).reduce((sum, each) => sum + each) + 4 * Math.log(3), 4);
  });
});
