import { type Chart, type DoubtExample, engineFact, type FineTuning, type ReportData } from '@electra-ts/report';
import type { MetricsRow } from '@electra-ts/training';
import { quickstartVerdicts } from './verdicts.js';

/** Everything that a quickstart measured. */
export interface QuickstartMeasurements {
  /** Rows of the run's metrics.jsonl. */
  readonly metrics: readonly MetricsRow[];
  readonly run: {
    readonly engine: string;
    readonly parameters: Readonly<Record<string, number>>;
    readonly flopsPerStep: number;
    readonly steps: number;
    readonly tokensPerStep: number;
    readonly configuration: Readonly<Record<string, unknown>>;
  };
  readonly mails: { readonly train: number; readonly dev: number; readonly spam: number };
  /** Layers of the pre-trained network that started anew when it was fine-tuned. */
  readonly reinitializeLayers: number;
  /** Fine-tunings from each beginning, one for each seed: as many from one as from the other, and an odd number. */
  readonly tuned: Readonly<Record<'pretrained' | 'untrained', readonly Tuned[]>>;
  readonly examples: readonly DoubtExample[];
  readonly stages: readonly { readonly name: string; readonly seconds: number; readonly reused: boolean }[];
}

/** A fine-tuning's evaluations. */
export interface Tuned {
  readonly steps: number;
  readonly seconds: number;
  readonly evaluations: readonly { readonly step: number; readonly metrics: Readonly<Record<string, number>> }[];
}

/** The evaluation with the best accuracy; the earlier of equals. */
export function bestOf({ evaluations }: Tuned): Readonly<Record<string, number>> {
  return evaluations.reduce((a, b) => (b.metrics['accuracy'] > a.metrics['accuracy'] ? b : a)).metrics;
}

/** The fine-tuning whose best accuracy is the median of all. */
export function medianOf(runs: readonly Tuned[]): Tuned {
  return [...runs].sort((a, b) => bestOf(a)['accuracy'] - bestOf(b)['accuracy'])[runs.length >> 1];
}

/** The task's own metric before the others: the seeds are compared by it. */
function accuracyFirst({ accuracy, ...rest }: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return { accuracy, ...rest };
}

/** The page of a quickstart. */
export function quickstartReport(measured: QuickstartMeasurements): ReportData {
  const { metrics, run, tuned, mails, examples, stages } = measured;
  const evaluation = lastEvaluation(metrics);
  const accuracy = {
    pretrained: bestOf(medianOf(tuned.pretrained))['accuracy'],
    untrained: bestOf(medianOf(tuned.untrained))['accuracy'],
    seeds: tuned.pretrained.length,
  };
  return {
    title: 'ELECTRA, pre-trained on this machine',
    lead:
      'A generator and a discriminator learned English together from the State of the Union addresses and Moby-Dick; ' +
      'the discriminator then learned to tell spam from ham.',
    facts: [
      engineFact(run.engine),
      { label: 'Parameters', value: `${(run.parameters['joint'] / 1e6).toFixed(2)} million` },
      { label: 'Steps', value: `${run.steps} of ${run.tokensPerStep} tokens` },
      { label: 'Spam task', value: `${mails.train} mails to learn from, ${mails.dev} to be judged on, ${mails.spam} of them spam` },
    ],
    verdicts: quickstartVerdicts({ evaluation, accuracy }),
    charts: pretrainingCharts(metrics, evaluation),
    examples,
    fineTuning: fineTuning(measured),
    cost: { stages, tokens: run.steps * run.tokensPerStep, flops: run.steps * run.flopsPerStep },
    configuration: run.configuration,
  };
}

/** The last evaluation on held-out text. */
export function lastEvaluation(metrics: readonly MetricsRow[]): Readonly<Record<string, number>> {
  const row = metrics.findLast(({ type }) => (type as unknown) === 'evaluation');
  return Object.fromEntries(Object.entries(row ?? {}).filter(([, value]) => typeof value === 'number')) as Record<string, number>;
}

function pretrainingCharts(metrics: readonly MetricsRow[], last: Readonly<Record<string, number>>): Chart[] {
  const series = (type: 'step' | 'evaluation', key: string, name: string) => ({
    name,
    points: metrics
      .filter((row) => (row['type'] as unknown) === type && typeof row[key] === 'number')
      .map((row) => ({ step: row.step, value: row[key] as number })),
  });
  return [
    {
      title: 'Generator loss',
      unit: 'nats a masked token',
      note: 'How surprised the generator is by the word under a mask: lower is better.',
      series: [series('step', 'generatorLoss', 'training text'), series('evaluation', 'generator/loss', 'held-out text')],
    },
    {
      title: 'Discriminator loss',
      unit: 'nats a token',
      note: 'It gets harder to tell replaced words the better the generator becomes. Held-out figures leave out [CLS], [SEP] and padding, which are never replaced and easy.',
      series: [
        series('step', 'discriminatorLoss', 'training text'),
        series('evaluation', 'live/loss', 'held-out text, words of the generator'),
        series('evaluation', 'fixed/loss', 'held-out text, random words'),
      ],
    },
    {
      title: 'Area under the ROC curve, held-out text',
      unit: 'area',
      note: 'The chance that a replaced word gets more doubt than a right one; 0.5 is a coin.',
      series: [
        series('evaluation', 'fixed/auc', 'random words'),
        series('evaluation', 'live/auc', 'words of the generator'),
      ],
      references: [{ name: 'a coin', value: 0.5 }],
    },
    {
      title: 'Generator accuracy, held-out text',
      unit: 'share of masked tokens',
      fromZero: true,
      series: [series('evaluation', 'generator/accuracy', 'generator')],
      references: [{ name: 'the most frequent word', value: last['generator/unigramBaseline'] ?? NaN }],
    },
    ...(['fixed', 'live'] as const).map((corruption) => ({
      title: `Discriminator on ${corruption === 'fixed' ? 'random words' : 'words of the generator'}, held-out text`,
      unit: 'share',
      fromZero: true,
      series: (['accuracy', 'precision', 'recall'] as const).map((name) => series('evaluation', `${corruption}/${name}`, name)),
      references: [{ name: 'accuracy of calling all original', value: last[`${corruption}/alwaysOriginal`] ?? NaN }],
    })),
    { title: 'Throughput', unit: 'tokens a second', fromZero: true, series: [series('step', 'tokensPerSecond', 'training')] },
  ];
}

/** What fine-tuning keeps of the pre-trained network, where it is not all. */
function reinitialized(layers: number): string | undefined {
  if (layers === 0) return undefined;
  return (
    `The pre-trained network keeps its embeddings and lower layers; the top ${layers === 1 ? 'layer starts' : `${layers} layers start`} anew: ` +
    'what pre-training made of it looks at neighboring words, and a mail is judged by all of its words.'
  );
}

function fineTuning({ tuned, mails, reinitializeLayers }: QuickstartMeasurements): FineTuning {
  const rows = [
    { name: 'pre-trained', runs: tuned.pretrained, shown: medianOf(tuned.pretrained) },
    { name: 'untrained', runs: tuned.untrained, shown: medianOf(tuned.untrained) },
  ];
  return {
    task: 'Spam or ham',
    trainExamples: mails.train,
    testExamples: mails.dev,
    steps: tuned.pretrained[0].steps,
    note: reinitialized(reinitializeLayers),
    rows: rows.map(({ name, runs, shown }) => ({
      name,
      metrics: accuracyFirst(bestOf(shown)),
      seconds: shown.seconds,
      seeds: runs.map((run) => bestOf(run)['accuracy']),
    })),
    chart: {
      title: 'Accuracy while fine-tuning',
      unit: 'share of mails judged rightly',
      series: rows.map(({ name, shown }) => ({
        name,
        points: shown.evaluations.map(({ step, metrics }) => ({ step, value: metrics['accuracy'] })),
      })),
      references: [{ name: 'calling every mail ham', value: 1 - mails.spam / mails.dev }],
    },
  };
}
