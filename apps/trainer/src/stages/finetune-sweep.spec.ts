import { sweepTable } from './finetune-sweep.js';

describe('sweepTable', () => {
  it('tells the median and the spread of each, and the best', () => {
    const of = (value: string, median: number) => ({ settings: [`training.epochs=${value}`], out: `out/epochs-${value}`, median, range: [median - 0.1, median + 0.1] as const, values: [median], seeds: [] });
    const [a, b] = [of('3', 0.5), of('10', 0.75)];
    expect(sweepTable({ task: 't', metric: 'accuracy', best: b, combinations: [a, b] })).toEqual([
      'training.epochs=3   median accuracy 0.5000, 0.4000 to 0.6000 (1 seed)',
      'training.epochs=10  median accuracy 0.7500, 0.6500 to 0.8500 (1 seed)',
      'best by median: training.epochs=10; models in out/epochs-10',
    ]);
  });
});
