import type { Chart, Series } from '@electra-ts/report';
import type { PretrainingRun } from '../runs/read-runs.js';
import { headlines } from '../runs/headlines.js';

/** What a step's row of metrics has, and what it is called. */
const losses = [
  { key: 'generatorLoss', metric: 'generator/loss' },
  { key: 'languageModelLoss', metric: 'languageModel/loss' },
] as const;

/** Curves of pre-training runs: every headline measurement that a run has, one curve a run; of a lone run also the training text. */
export function pretrainingCharts(runs: readonly PretrainingRun[]): Chart[] {
  const [run] = runs;
  const alone = runs.length === 1;
  const heldOut = headlines.map(({ metric, title, unit, note }): Chart => {
    const trained = losses.find((each) => each.metric === metric);
    const held = runs.map((each) => seriesOf(each, 'evaluation', metric, alone ? 'held-out text' : each.name));
    const series = alone && trained ? [seriesOf(run, 'step', trained.key, 'training text'), ...held] : held;
    return { title: alone && trained ? title : `${title}, held-out text`, unit, note, series, ...referenceOf(runs, metric) };
  });
  const throughput: Chart = {
    title: 'Throughput',
    unit: 'tokens a second',
    fromZero: true,
    series: runs.map((each) => seriesOf(each, 'step', 'tokensPerSecond', each.name)),
  };
  return [...heldOut, throughput].filter(({ series }) => series.some(({ points }) => points.length > 0));
}

/** What rows of a type have under a key. JSON has null for what is not finite. */
const seriesOf = ({ rows }: PretrainingRun, type: string, key: string, name: string): Series => ({
  name,
  points: rows.flatMap(({ step, ...row }) => {
    const value = row['type'] === type ? row[key] : undefined;
    return typeof value === 'number' ? [{ step, value }] : value === null ? [{ step, value: NaN }] : [];
  }),
});

/** What a measurement is to be compared with. */
function referenceOf(runs: readonly PretrainingRun[], metric: string): Pick<Chart, 'references'> {
  if (metric.endsWith('/auc')) return { references: [{ name: 'a coin', value: 0.5 }] };
  if (!metric.endsWith('/accuracy')) return {};
  // Runs on other text have another most frequent word: then there is no one line to draw.
  const baselines = new Set(runs.map(({ curve }) => curve.at(-1)?.metrics[metric.replace('/accuracy', '/unigramBaseline')]));
  const [value] = baselines;
  return baselines.size === 1 && value !== undefined ? { references: [{ name: 'the most frequent word', value }] } : {};
}
