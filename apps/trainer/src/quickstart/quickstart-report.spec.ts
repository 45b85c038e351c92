import { renderReport } from '@electra-ts/report';
import { bestOf, medianOf, quickstartReport, type QuickstartMeasurements } from './quickstart-report.js';

const tuned = (...accuracies: number[]) => ({
  steps: 10 * accuracies.length,
  seconds: 5,
  evaluations: accuracies.map((accuracy, i) => ({ step: 10 * (i + 1), metrics: { loss: 0.5, accuracy } })),
});

const measured = {
  metrics: [
    { type: 'step', step: 10, generatorLoss: 7, discriminatorLoss: 0.4, tokensPerSecond: 9000 },
    { type: 'evaluation', step: 10, 'generator/loss': 6, 'generator/accuracy': 0.1, 'generator/unigramBaseline': 0.06, 'fixed/auc': 0.5 },
    { type: 'step', step: 20, generatorLoss: 6, discriminatorLoss: 0.3, tokensPerSecond: 9500 },
    { type: 'evaluation', step: 20, 'generator/loss': 5, 'generator/accuracy': 0.2, 'generator/unigramBaseline': 0.06, 'fixed/auc': 0.7, 'fixed/aucLow': 0.65, 'fixed/aucHigh': 0.75 },
  ],
  run: { engine: 'engine of a test', parameters: { joint: 2e6 }, flopsPerStep: 1e9, steps: 20, tokensPerStep: 2048, configuration: { seed: 1 } },
  reinitializeLayers: 1,
  mails: { train: 500, dev: 1000, spam: 300 },
  tuned: {
    pretrained: [tuned(0.8, 0.95), tuned(0.8, 0.9, 0.85), tuned(0.6, 0.5)],
    untrained: [tuned(0.9, 0.9), tuned(0.7, 0.7), tuned(0.7, 0.75, 0.75)],
  },
  examples: [{ replacedBy: 'hand', tokens: [{ text: 'whale', startsWord: true, probability: 0.9, original: 'states' }] }],
  stages: [{ name: 'pre-training', seconds: 60, reused: false }],
} as unknown as QuickstartMeasurements;

describe('bestOf', () => {
  it('is the evaluation with the best accuracy', () => {
    expect(bestOf(tuned(0.8, 0.9, 0.85))).toEqual({ loss: 0.5, accuracy: 0.9 });
  });
});

describe('medianOf', () => {
  it('is the run in the middle, by its best accuracy', () => {
    const middle = tuned(0.5, 0.8);
    expect(medianOf([tuned(0.9), tuned(0.7, 0.1), middle])).toBe(middle);
    expect(medianOf([middle])).toBe(middle);
  });
});

describe('quickstartReport', () => {
  const report = quickstartReport(measured);

  it('judges the last evaluation and the best accuracies', () => {
    expect(report.verdicts.map(({ holds }) => holds)).toEqual([true, true, true]);
    expect(report.verdicts[2].measured).toBe('accuracy 90.0 % against 75.0 %, medians over 3 seeds');
  });

  it('says "engine" once', () => expect(report.facts[0]).toEqual({ label: 'Engine', value: 'of a test' }));

  it('shows the median fine-tuning and how far the seeds lie apart', () => {
    expect(report.fineTuning?.rows.map(({ metrics, seeds }) => ({ metrics, seeds }))).toEqual([
      { metrics: { accuracy: 0.9, loss: 0.5 }, seeds: [0.95, 0.9, 0.6] },
      { metrics: { accuracy: 0.75, loss: 0.5 }, seeds: [0.9, 0.7, 0.75] },
    ]);
    // The column of the seeds is headed by the first metric.
    expect(Object.keys(report.fineTuning?.rows[0].metrics ?? {})[0]).toBe('accuracy');
    expect(report.fineTuning?.note).toMatch(/the top layer starts anew/);
    expect(quickstartReport({ ...measured, reinitializeLayers: 0 }).fineTuning?.note).toBeUndefined();
    expect(report.fineTuning?.chart?.series[0].points.map(({ value }) => value)).toEqual([0.8, 0.9, 0.85]);
  });

  it('draws train and held-out curves from the run', () => {
    const [generator] = report.charts;
    expect(generator.series.map(({ points }) => points.map(({ value }) => value))).toEqual([[7, 6], [6, 5]]);
    expect(report.cost).toMatchObject({ tokens: 40960, flops: 2e10 });
  });

  it('is a page', () => {
    const page = renderReport(report);
    expect(page).toMatch(/^<!doctype html>/i);
    expect(page).toContain('accuracy 90.0 % against 75.0 %');
    expect(page).not.toMatch(/(?:src|href)="https?:/);
  });
});
