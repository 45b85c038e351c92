import { CounterRandom } from '@electra-ts/ops';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor1d } from '@tensorflow/tfjs-core';
import { generate } from './generate.js';
import { JointModel } from './joint-model.js';
import { smallConfig, smallFeeds } from './small-model.fixture.js';

const objective = { generatorWeight: 1, discriminatorWeight: 50, temperature: 1 };

describe('generate', () => {
  beforeAll(() => setBackend('cpu'));
  const random = () => new CounterRandom({ seed: 1, step: 1 });

  it('draws replacements and tells how surprised the generator was', () => {
    const model = JointModel.create(smallConfig, { seed: 1 });
    const { generatorLoss, corrupted_N } = generate(model, smallFeeds(), objective, random());
    // Untrained: about a uniform guess over seven tokens.
    expect(generatorLoss?.dataSync()[0]).toBeCloseTo(Math.log(7), 1);
    expect(corrupted_N.shape).toEqual([6]);
  });

  it('runs no generator where replacements are given', () => {
    const model = JointModel.create(smallConfig, { seed: 1 });
    const feeds = { ...smallFeeds(), replacements: tensor1d([1, 1, 1], 'int32') };
    const { generatorLoss, corrupted_N } = generate(model, feeds, objective, random());
    expect(generatorLoss).toBeUndefined();
    expect([...corrupted_N.dataSync()]).toEqual([2, 1, 3, 2, 6, 1]);
  });
});
