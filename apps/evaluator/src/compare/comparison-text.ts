import { formatDuration } from '@electra-ts/config';
import { formatMetric, formatQuantity } from '@electra-ts/report';
import { textTable } from '../io/text-table.js';
import type { Budget, EqualPoint } from '../runs/curve.js';
import { headlines } from '../runs/headlines.js';
import type { AtEqual, Comparison, FinetunedComparison, PretrainingComparison } from './compare-runs.js';

/** A comparison as people read it, in tables. */
export function comparisonText({ pretraining, finetuned }: Comparison): string {
  return [...(pretraining ? [pretrainingText(pretraining)] : []), ...finetuned.map(finetunedText)].join('\n');
}

function pretrainingText({ runs, equal, notes }: PretrainingComparison): string {
  const overview = textTable([
    ['run', 'objective', 'parameters', 'steps', 'tokens', 'FLOP', 'time'],
    ...runs.map(({ name, objective, parameters, steps, tokens, flops, seconds }) => [
      ...[name, objective, formatQuantity(parameters), String(steps), formatQuantity(tokens), formatQuantity(flops)],
      seconds === null ? '-' : formatDuration(seconds),
    ]),
  ]);
  const measured = new Set(Object.values(equal).flatMap((points) => (points ?? []).flatMap(metricsOf)));
  const names = headlines.map(({ metric }) => metric).filter((metric) => measured.has(metric));
  return `Pre-training\n${overview}${equalText(equal, runs.map(({ name }) => name), names)}${notes.map((note) => `${note}\n`).join('')}`;
}

function finetunedText({ task, metric, models, equal, significance }: FinetunedComparison): string {
  const overview = textTable([
    ['model', 'begins', 'seed', 'train', 'dev', 'steps', 'time', `best ${metric}`, 'at step'],
    ...models.map(({ name, initialize, seed, examples, steps, seconds, best }) => [
      ...[name, initialize, String(seed), String(examples.train), String(examples.dev), String(steps), formatDuration(seconds)],
      ...[formatMetric(best?.metrics[metric] ?? NaN), String(best?.step ?? '-')],
    ]),
  ]);
  const tables = equalText(equal, models.map(({ name }) => name), [metric, 'loss']);
  // Then scores here and there are not of the same texts.
  const cut = models.some(({ truncated }) => truncated.dev > 0) ? 'Texts are read whole here; evaluations while training cut long ones.\n' : '';
  const tested = significanceText(significance, models.map(({ name }) => name));
  return `Fine-tuned: ${task}\n${overview}${tables}${tested}${'unavailable' in significance ? '' : cut}`;
}

const metricsOf = ({ runs }: EqualPoint): string[] => runs.flatMap((run) => Object.keys(run?.metrics ?? {}));

const spentText: Readonly<Record<Budget, (spent: number) => string>> = {
  steps: (spent) => `${spent} steps`,
  flops: (spent) => formatQuantity(spent, 'FLOP'),
  seconds: formatDuration,
};

function equalText(equal: AtEqual, names: readonly string[], metrics: readonly string[]): string {
  if (names.length < 2) return '';
  return (Object.keys(equal) as Budget[])
    .map((budget) => {
      const title = `At equal ${budget === 'flops' ? 'FLOPs' : budget}`;
      const points = equal[budget];
      if (points === null) return `${title}: not every run was measured with what it had spent\n`;
      const rows = points.flatMap(({ spent, runs }) =>
        runs.map((run, i) => [
          i === 0 ? spentText[budget](spent) : '',
          ...[names[i], run === null ? 'not measured yet' : String(run.step)],
          ...metrics.map((metric) => formatMetric(run?.metrics[metric] ?? NaN)),
        ]),
      );
      return `${title}\n${textTable([[budget === 'flops' ? 'FLOP' : budget, 'run', 'measured at step', ...metrics], ...rows])}`;
    })
    .join('');
}

function significanceText(significance: FinetunedComparison['significance'], names: readonly string[]): string {
  if ('unavailable' in significance) return `Significance: ${significance.unavailable}.\n`;
  const { split, examples, metric, resamples, scores, pairs } = significance;
  const rows = pairs.map(({ first, second, difference, low, high, p }) => [
    `${first} less ${second}`,
    ...[formatMetric(difference), `${formatMetric(low)} to ${formatMetric(high)}`, p.toFixed(4)],
  ]);
  const many = pairs.length > 1 ? `Among ${pairs.length} comparisons, p below ${(0.05 / pairs.length).toFixed(4)} is what 0.05 is for a single one (Bonferroni).\n` : '';
  return (
    `Significance of ${metric} on ${examples} ${split} examples, paired bootstrap with ${resamples} resamples\n` +
    `${textTable([['model', metric], ...names.map((name, i) => [name, formatMetric(scores[i])])])}` +
    `${textTable([['models', 'difference', '95 % interval', 'p'], ...rows])}${many}` +
    'This is about the choice of examples; another seed may differ by more.\n'
  );
}
