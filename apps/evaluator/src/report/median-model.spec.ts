import type { FinetunedRun } from '../runs/read-runs.js';
import { medianModel } from './median-model.js';

const model = (name: string, accuracy: number) =>
  ({ name, results: { metric: 'accuracy', best: { step: 1, metrics: { accuracy } } } }) as unknown as FinetunedRun;

describe('medianModel', () => {
  it('is the one in the middle, of two the lower one', () => {
    const seeds = [model('a', 0.9), model('b', 0.7), model('c', 0.8)];
    expect(medianModel(seeds, 'classification').name).toBe('c');
    expect(medianModel(seeds.slice(0, 2), 'classification').name).toBe('b');
  });
});
