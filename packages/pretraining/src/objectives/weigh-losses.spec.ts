import '@tensorflow/tfjs-backend-cpu';
import { scalar, setBackend } from '@tensorflow/tfjs-core';
import { weighLosses } from './weigh-losses.js';

const objective = { generatorWeight: 1, discriminatorWeight: 50, temperature: 1 };

describe('weighLosses', () => {
  beforeAll(() => setBackend('cpu'));

  it('adds the losses by their weights', () => {
    const { loss, results } = weighLosses({}, objective, { generatorLoss: scalar(2), discriminatorLoss: scalar(0.5) });
    expect(loss.dataSync()[0]).toBe(2 + 50 * 0.5);
    expect(Object.keys(results)).toEqual(['generatorLoss', 'discriminatorLoss']);
  });

  it('takes other weights, and does not count what is absent', () => {
    const { loss, results } = weighLosses({}, { ...objective, discriminatorWeight: 3 }, { generatorLoss: undefined, discriminatorLoss: scalar(2) });
    expect(loss.dataSync()[0]).toBe(6);
    expect(Object.keys(results)).toEqual(['discriminatorLoss']);
  });

  it('takes the weights that a step is fed with', () => {
    const feeds = { discriminatorWeight: scalar(10), languageModelWeight: scalar(0.25) };
    const losses = { generatorLoss: scalar(1), discriminatorLoss: scalar(2), languageModelLoss: scalar(4) };
    expect(weighLosses(feeds, objective, losses).loss.dataSync()[0]).toBe(1 + 20 + 1);
  });
});
