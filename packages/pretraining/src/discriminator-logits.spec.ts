import '@tensorflow/tfjs-backend-cpu';
import { memory, ones, setBackend, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { discriminatorLogits } from './discriminator-logits.js';
import { JointModel } from './joint-model.js';
import { smallConfig } from './small-model.fixture.js';

describe('discriminatorLogits', () => {
  it('is one number for each token, by the discriminator\'s own head', async () => {
    await setBackend('cpu');
    const before = memory().numTensors;
    const model = JointModel.create(smallConfig, { seed: 1 });
    const logits = () => tidy(() => [...discriminatorLogits(model, ones([6, 8]) as Tensor2D).dataSync()]);
    const first = logits();
    expect(first).toHaveLength(6);
    for (const each of first) expect(each).toBeCloseTo(first[0], 6);
    const { parameters } = model.discriminator;
    const bias = parameters['discriminator_predictions.dense_prediction.bias'];
    tidy(() => bias.assign(bias.add(3)));
    expect(logits()[0]).toBeCloseTo(first[0] + 3, 5);
    model.dispose();
    expect(memory().numTensors).toBe(before);
  });
});
