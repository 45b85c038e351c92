import { CounterRandom } from '@electra-ts/ops';
import { variableGradients } from '@electra-ts/optim';
import '@tensorflow/tfjs-backend-cpu';
import { ones, setBackend, tensor1d } from '@tensorflow/tfjs-core';
import { generate } from './generate.js';
import { JointModel } from './joint-model.js';
import { electra } from './objectives/electra.js';
import { smallConfig, smallFeeds } from './small-model.fixture.js';
import { trainedVariables } from './trained-variables.js';

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

  it.each([false, true])('leaves a frozen generator as it is, of two towers: %s', (twoTowers) => {
    const generator = { ...smallConfig.generator, hiddenDropoutProb: 0.5, attentionProbsDropoutProb: 0.5 };
    const model = JointModel.create({ ...smallConfig, generator, sharing: 'none', twoTowers }, { seed: 1 });
    const noise = random();
    const keepMask = jest.spyOn(noise, 'keepMask');
    const feeds = { ...smallFeeds(), ...(twoTowers && { candidates: ones([2, 3]) }) };
    const frozen = { ...objective, frozenGenerator: true };
    const losses = () => electra(model, feeds, frozen, noise);
    expect(Object.keys(variableGradients(losses, trainedVariables(model, frozen)).results)).toEqual(['discriminatorLoss']);
    // The discriminator has no dropout in this model.
    expect(keepMask).not.toHaveBeenCalled();
    const own = Object.entries(model.variables).filter(([name]) => name.startsWith('generator.'));
    expect(() => variableGradients(losses, Object.fromEntries(own))).toThrow(/Cannot find a connection between any variable/);
    // As it is otherwise, both are there.
    expect(generate(model, feeds, objective, noise).generatorLoss).toBeDefined();
    expect(keepMask).toHaveBeenCalled();
  });

  it('runs no generator where replacements are given', () => {
    const model = JointModel.create(smallConfig, { seed: 1 });
    const feeds = { ...smallFeeds(), replacements: tensor1d([1, 1, 1, 1], 'int32') };
    const { generatorLoss, corrupted_N } = generate(model, feeds, objective, random());
    expect(generatorLoss).toBeUndefined();
    expect([...corrupted_N.dataSync()]).toEqual([2, 1, 3, 2, 6, 1]);
  });
});
