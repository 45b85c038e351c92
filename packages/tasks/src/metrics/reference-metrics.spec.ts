import { accuracy, auc, f1, matthews } from './classification-metrics.js';
import { metricCases } from './metrics.fixture.js';
import { multilabelMetrics } from './multilabel-metrics.js';
import { meanSquaredError, pearson, spearman } from './regression-metrics.js';
import { answerF1, exactMatch, normalizeAnswer, squadMetrics } from './squad-metrics.js';
import { taggingMetrics } from './tagging-metrics.js';

describe('metrics equal those of', () => {
  it('scikit-learn, for classes', () => {
    expect.hasAssertions();
    for (const { gold, predicted, scores, ...right } of metricCases.classification) {
      expect(accuracy({ gold, predicted })).toBeCloseTo(right.accuracy, 12);
      expect(matthews({ gold, predicted })).toBeCloseTo(right.matthews, 12);
      if (scores === undefined) continue;
      expect(f1({ gold, predicted })).toBeCloseTo(right.f1 ?? NaN, 12);
      expect(auc({ gold, scores })).toBeCloseTo(right.auc ?? NaN, 12);
    }
  });

  it('scipy, for numbers', () => {
    expect.hasAssertions();
    for (const { gold, predicted, ...right } of metricCases.regression) {
      expect(pearson(gold, predicted)).toBeCloseTo(right.pearson, 12);
      expect(spearman(gold, predicted)).toBeCloseTo(right.spearmanr, 12);
      expect(meanSquaredError(gold, predicted)).toBeCloseTo(right.mse, 10);
    }
  });

  it.each(metricCases.multilabel)('scikit-learn, for several labels', ({ gold, predicted, labels, ...right }) => {
    const found = multilabelMetrics(gold, predicted, labels);
    for (const [name, value] of Object.entries(found)) expect(value).toBeCloseTo(right[name as keyof typeof right], 12);
  });

  it.each(metricCases.tagging)('seqeval, for spans, broken ones included', ({ gold, predicted, ...right }) => {
    const found = taggingMetrics(gold, predicted);
    expect(Object.keys(found)).toEqual(['accuracy', 'precision', 'recall', 'FB1']);
    for (const [name, value] of Object.entries(found)) expect(value).toBeCloseTo(right[name as keyof typeof right], 12);
  });

  it('transformers, for answers', () => {
    expect.hasAssertions();
    for (const { gold, predicted, normalized, exact, f1: shared } of metricCases.answers) {
      expect(normalizeAnswer(gold)).toBe(normalized);
      expect(exactMatch(gold, predicted)).toBe(exact);
      expect(answerF1(gold, predicted)).toBeCloseTo(shared, 12);
    }
  });

  it.each(metricCases.squad)('transformers, for SQuAD at threshold $threshold', ({ questions, threshold, metrics: right }) => {
    const found = squadMetrics(questions, threshold);
    const names: Readonly<Record<string, string>> = { exact_match: 'exact' };
    for (const [name, value] of Object.entries(found)) expect([name, value]).toEqual([name, expect.closeTo(right[names[name] ?? name], 8)]);
  });
});
