import type { FinetunedRun } from '../runs/read-runs.js';
import { seedsOf } from './seeds-of.js';

const model = (name: string, { begins = 'm', initialize = 'pretrained', epochs = 3 } = {}) =>
  ({ name, results: { model: begins, initialize, recipe: { epochs } } }) as unknown as FinetunedRun;

describe('seedsOf', () => {
  it('are those that began and were trained like the first, in their order', () => {
    const models = [model('a'), model('b', { initialize: 'random' }), model('c'), model('d', { begins: 'n' }), model('e', { epochs: 1 }), model('f')];
    expect(seedsOf(models).map(({ name }) => name)).toEqual(['a', 'c', 'f']);
    expect(seedsOf(models.slice(3)).map(({ name }) => name)).toEqual(['d']);
  });
});
