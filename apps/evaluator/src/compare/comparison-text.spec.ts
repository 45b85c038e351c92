import type { FinetunedComparison, PretrainingComparison } from './compare-runs.js';
import { comparisonText } from './comparison-text.js';

const finetuned: FinetunedComparison = {
  task: 'mails',
  metric: 'accuracy',
  models: ['a', 'b'].map((name, i) => ({
    ...{ name, model: 'm', initialize: 'random', seed: i, examples: { train: 5, dev: 4 }, truncated: { train: 9, dev: 0 }, steps: 20, seconds: 65 },
    best: i === 0 ? { step: 10, seconds: 1, metrics: { accuracy: 0.75, loss: 1 } } : null,
  })),
  equal: {
    steps: [{ spent: 20, runs: [{ step: 10, metrics: { accuracy: 0.75, loss: 1 } }, null] }],
    flops: null,
    seconds: [{ spent: 30, runs: [null, { step: 20, metrics: { accuracy: 0.5 } }] }],
  },
  significance: { unavailable: 'there is no data' },
};
const significance = {
  ...{ split: 'dev' as const, examples: 4, metric: 'accuracy', resamples: 100, scores: [0.75, 0.5] },
  pairs: [{ first: 'a', second: 'b', difference: 0.25, low: -0.1, high: 0.6, p: 0.3 }],
};
/** Cells of the line that begins so, or of a later one of several. */
const line = (text: string, begin: string, which = 1): string[] =>
  text.split('\n').map((each) => each.trim()).filter((each) => each.startsWith(begin))[which - 1].split(/ {2,}/);

describe('comparisonText', () => {
  it('has a line a model, with hyphens where nothing was measured', () => {
    const text = comparisonText({ pretraining: null, finetuned: [finetuned] });
    expect(line(text, 'a ')).toEqual(['a', 'random', '0', '5', '4', '20', '1 min 05 s', '0.75', '10']);
    expect(line(text, 'b ')).toEqual(['b', 'random', '1', '5', '4', '20', '1 min 05 s', '-', '-']);
  });

  it('says at equal budgets who was not measured yet, and which budget was not counted', () => {
    const text = comparisonText({ pretraining: null, finetuned: [finetuned] });
    expect(line(text, '20 steps')).toEqual(['20 steps', 'a', '10', '0.75', '1']);
    expect(line(text, 'b  ', 2)).toEqual(['b', 'not measured yet', '-', '-']);
    expect(text).toContain('At equal FLOPs: not every run was measured with what it had spent\n');
    expect(text).toContain('Significance: there is no data.\n');
  });

  it('says nothing of equal budgets where one model is alone', () => {
    const lone = { ...finetuned, models: finetuned.models.slice(0, 1), equal: { steps: null, flops: null, seconds: null } };
    expect(comparisonText({ pretraining: null, finetuned: [lone] })).not.toContain('At equal');
  });

  it('tells a difference with its interval and p, and corrects p where there are several', () => {
    const text = comparisonText({ pretraining: null, finetuned: [{ ...finetuned, significance }] });
    expect(line(text, 'a less b')).toEqual(['a less b', '0.25', '-0.1 to 0.6', '0.3000']);
    expect(text).not.toContain('Bonferroni');
    const five = comparisonText({ pretraining: null, finetuned: [{ ...finetuned, significance: { ...significance, pairs: Array(5).fill(significance.pairs[0]) } }] });
    expect(five).toContain('Among 5 comparisons, p below 0.0100 is what 0.05 is for a single one');
  });

  it('warns that scores here and there differ where evaluations cut texts, if there are scores here', () => {
    const cut = { ...finetuned, models: finetuned.models.map((model) => ({ ...model, truncated: { train: 0, dev: 1 } })) };
    const warns = (each: FinetunedComparison) => comparisonText({ pretraining: null, finetuned: [each] }).includes('evaluations while training cut long ones');
    expect([warns({ ...cut, significance }), warns(cut), warns({ ...finetuned, significance })]).toEqual([true, false, false]);
  });

  it('shows of pre-training the headlines that some run measured, in their order, before the tasks', () => {
    const run = { name: 'r', objective: 'electra', parameters: 13_549_057, engine: 'e', steps: 10, tokens: 4096, flops: 2.5e12, seconds: null };
    const point = (metrics: Record<string, number>) => ({ step: 10, metrics });
    const equal = { steps: [{ spent: 10, runs: [point({ 'fixed/auc': 0.7, 'fixed/recall': 0.1 }), point({ 'generator/loss': 6 })] }], flops: null, seconds: null };
    const pretraining: PretrainingComparison = { runs: [run, { ...run, name: 's', seconds: 90 }], equal, notes: ['They differ.'] };
    const text = comparisonText({ pretraining, finetuned: [finetuned] });
    expect(line(text, 'r ')).toEqual(['r', 'electra', '13.5 M', '10', '4.1 k', '2.5 T', '-']);
    expect(line(text, 'steps')).toEqual(['steps', 'run', 'measured at step', 'generator/loss', 'fixed/auc']);
    expect(line(text, '10 steps')).toEqual(['10 steps', 'r', '10', '-', '0.7']);
    expect(text.indexOf('Pre-training')).toBe(0);
    // Below the tables that it is about.
    expect(text).toContain('had spent\nThey differ.\n\nFine-tuned: mails');
    expect(text.indexOf('Fine-tuned: mails')).toBeGreaterThan(text.indexOf('10 steps'));
  });
});
