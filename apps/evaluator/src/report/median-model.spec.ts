import type { FinetunedRun } from '../runs/read-runs.js';
import { medianModel } from './median-model.js';

const model = (name: string, accuracy: number, initialize = 'pretrained') =>
  ({ name, results: { model: 'm', metric: 'accuracy', initialize, best: { step: 1, metrics: { accuracy } } } }) as unknown as FinetunedRun;

describe('medianModel', () => {
  it('is the one in the middle of those that began like the first', () => {
    const models = [model('a', 0.9), model('b', 0.7), model('c', 0.8), model('d', 0.1, 'random'), model('e', 0.2, 'random')];
    expect(medianModel(models, 'classification').name).toBe('c');
    expect(medianModel(models.slice(3), 'classification').name).toBe('d');
  });
});
