import type { PretrainingRun } from '../runs/read-runs.js';
import { pretrainingCharts } from './pretraining-charts.js';

const run = (name: string, baseline = 0.1) =>
  ({
    name,
    rows: [
      { type: 'step', step: 10, generatorLoss: 7, tokensPerSecond: 100 },
      { type: 'evaluation', step: 10, 'generator/loss': 6, 'generator/accuracy': 0.2, 'fixed/auc': 0.7 },
    ],
    curve: [{ step: 10, metrics: { 'generator/unigramBaseline': baseline } }],
  }) as unknown as PretrainingRun;
const names = (...runs: PretrainingRun[]) => pretrainingCharts(runs).map(({ title, series }) => [title, ...series.map(({ name }) => name)]);

describe('pretrainingCharts', () => {
  it('shows training and held-out text of a lone run', () => {
    expect(names(run('a'))).toEqual([
      ['Generator loss', 'training text', 'held-out text'],
      ['Generator accuracy, held-out text', 'held-out text'],
      ['Area under the ROC curve, random words, held-out text', 'held-out text'],
      ['Throughput', 'a'],
    ]);
  });

  it('shows one curve a run where there are several', () => {
    expect(names(run('a'), run('b'))[0]).toEqual(['Generator loss, held-out text', 'a', 'b']);
  });

  it('keeps what is not finite, so that a chart can say so', () => {
    const diverged = run('a');
    const rows = [{ type: 'step', step: 20, generatorLoss: null, tokensPerSecond: 100 }, { type: 'evaluation', step: 20, 'generator/loss': null }];
    const [{ series }] = pretrainingCharts([{ ...diverged, rows: [...diverged.rows, ...rows] }]);
    expect(series.map(({ points }) => points)).toEqual([
      [{ step: 10, value: 7 }, { step: 20, value: NaN }],
      [{ step: 10, value: 6 }, { step: 20, value: NaN }],
    ]);
  });

  it('draws what to compare with, where it is the same for all', () => {
    const reference = (...runs: PretrainingRun[]) => pretrainingCharts(runs)[1].references;
    expect(reference(run('a'), run('b'))).toEqual([{ name: 'the most frequent word', value: 0.1 }]);
    expect(reference(run('a'), run('b', 0.2))).toBeUndefined();
  });
});
