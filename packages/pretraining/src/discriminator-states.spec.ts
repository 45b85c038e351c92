import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor1d } from '@tensorflow/tfjs-core';
import { discriminatorLogits } from './discriminator-logits.js';
import { discriminatorStates } from './discriminator-states.js';
import { JointModel } from './joint-model.js';
import { smallConfig, smallFeeds } from './small-model.fixture.js';

describe('discriminatorStates', () => {
  beforeAll(() => setBackend('cpu'));
  const states = (ids: number[]) =>
    discriminatorStates(JointModel.create(smallConfig, { seed: 1 }), smallFeeds(), tensor1d(ids, 'int32'), null);

  it('reads the tokens that it is given, and not those of the batch', () => {
    const first = states([2, 5, 3, 2, 6, 6]);
    expect(first.shape).toEqual([6, 8]);
    const second = states([2, 5, 3, 2, 6, 1]);
    // Examples do not see each other.
    expect(second.slice(0, 3).dataSync()).toEqual(first.slice(0, 3).dataSync());
    expect(second.slice(3).dataSync()).not.toEqual(first.slice(3).dataSync());
  });
});

describe('discriminatorLogits', () => {
  it('has a number for every token', () => {
    const model = JointModel.create(smallConfig, { seed: 1 });
    const hidden = discriminatorStates(model, smallFeeds(), tensor1d([2, 5, 3, 2, 6, 6], 'int32'), null);
    expect(discriminatorLogits(model, hidden).shape).toEqual([6]);
  });
});
