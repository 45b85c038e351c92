import { formatDuration } from '@electra-ts/config';
import { type Chart, formatMetric, formatQuantity, type Section, type SectionPart } from '@electra-ts/report';
import { type Examination, median } from '@electra-ts/tasks';
import type { FinetunedRun } from '../runs/read-runs.js';
import { examinationParts } from './examination-parts.js';
import { differingSettings } from './differing-settings.js';

/** A model's answers, looked at closely. */
export interface Examined {
  readonly model: FinetunedRun;
  /** Models that differ from it only by their seed, of which it is the median; itself counts. */
  readonly seeds: number;
  readonly split: string;
  readonly examples: number;
  readonly metrics: Readonly<Record<string, number>>;
  readonly examination: Examination;
}

/**
 * Models of one task: the metric over steps for each, what they cost, and a closer look at one's answers.
 *
 * @param examined or why nothing could be looked at
 */
export function finetunedSection(models: readonly FinetunedRun[], examined: Examined | { readonly unavailable: string }): Section {
  const { task, metric } = models[0].results;
  return {
    id: `task-${task.replace(/[^\w-]/g, '-')}`,
    title: `Fine-tuned: ${task}`,
    parts: [
      { type: 'charts', charts: [curve(models, metric), ...(metric === 'loss' ? [] : [curve(models, 'loss')])] },
      { type: 'table', table: costTable(models, metric) },
      ...differingSettings(models.map(({ name, results: { model, recipe } }) => [name, { model, training: recipe }])),
      ...('unavailable' in examined ? [{ type: 'text', text: examined.unavailable } as const] : examinedParts(examined, models.length)),
    ],
  };
}

const curve = (models: readonly FinetunedRun[], metric: string): Chart => ({
  title: `${metric} on development examples`,
  unit: metric === 'loss' ? 'mean over examples' : 'value',
  series: models.map(({ name, results: { history } }) => ({
    name,
    points: history.flatMap(({ step, metrics }) => (metrics[metric] === undefined ? [] : [{ step, value: metrics[metric] }])),
  })),
});

function costTable(models: readonly FinetunedRun[], metric: string) {
  // A model that was never evaluated has none.
  const values = models.map(({ results }) => results.best?.metrics[metric] ?? NaN).filter((value) => !Number.isNaN(value));
  return {
    title: 'What it came to, and what it cost',
    columns: ['model', 'begins', 'seed', `best ${metric}`, 'at step', 'of steps', 'time', 'tokens', 'FLOP'],
    rows: models.map(({ name, results }) => {
      const { initialize, seed, best, steps, seconds, history } = results;
      const { tokens, flops } = history.at(-1) ?? {};
      return [
        ...[name, initialize, String(seed), formatMetric(best?.metrics[metric] ?? NaN), String(best?.step ?? '-'), String(steps)],
        ...[formatDuration(seconds), tokens === undefined ? '-' : formatQuantity(tokens), flops === undefined ? '-' : formatQuantity(flops)],
      ];
    }),
    note:
      `${values.length > 1 ? `Median of the best: ${formatMetric(median(values))}. ` : ''}Tokens with padding; FLOPs of the encoder's matrix products in ` +
      'training, forward and backward. A hyphen: the model was fine-tuned before these were written down.',
  };
}

function examinedParts({ model, seeds, split, examples, metrics, examination }: Examined, models: number): SectionPart[] {
  const which = models === 1 ? 'The model' : `${model.name}, ${seeds === 1 ? 'the first of these models' : `the median of its ${seeds} seeds`},`;
  return [
    { type: 'text', text: `${which} answered the ${examples} ${split} examples, long texts read whole. What follows is about these answers.` },
    {
      type: 'table',
      table: { title: 'Scores', columns: ['metric', 'value'], rows: Object.entries(metrics).map(([name, value]) => [name, formatMetric(value)]) },
    },
    ...examinationParts(examination, examples),
  ];
}
