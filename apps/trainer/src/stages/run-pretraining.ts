import { pretrain, type PretrainOptions, type PretrainingStart } from '@electra-ts/pretraining';
import { ProgressMeter, type TrainingEvent } from '@electra-ts/training';
import { lastValueFrom, tap } from 'rxjs';
import { formatQuantity } from '@electra-ts/report';
import type { StageProgress } from '../progress/stage-progress.js';
import { tellPreparation } from '../progress/tell-preparation.js';

/** How a run ended. */
export interface PretrainingSummary {
  /** Updates done in all. */
  readonly step: number;
  readonly reason: 'completed' | 'stopped';
  /** Why it was stopped, unless by a signal. */
  readonly because?: string;
  /** The newest checkpoint, where one was written. */
  readonly checkpoint?: string;
  /** The last evaluation on held-out text. */
  readonly evaluation?: Readonly<Record<string, number>>;
  /** Losses and speed at the last logged step. */
  readonly last?: Readonly<Record<string, number>>;
}

const METRICS = [
  ['generatorLoss', 'generator'],
  ['discriminatorLoss', 'discriminator'],
  ['languageModelLoss', 'language model'],
  ['contrastiveLoss', 'sequences'],
] as const;

/** What is told of averaged weights. */
const AVERAGED = [
  ['ema/generator/loss', 'generator loss'],
  ['ema/languageModel/loss', 'language model loss'],
  ['ema/live/auc', 'AUC on samples'],
  ['ema/fixed/auc', 'AUC on random words'],
] as const;

/** What a step tells, in a few words each, the most important first; losses and what came out before, then what the machine does. */
export function describeStep(metrics: Readonly<Record<string, number>>): string[] {
  const { flopsPerSecond, shareOfPeak, gradientNorm, residentBytes, learningRate, dataWait, stepSeconds } = metrics;
  const share = shareOfPeak === undefined ? '' : ` (${Math.round(shareOfPeak * 100)} %)`;
  const waits = dataWait / stepSeconds;
  return [
    ...METRICS.flatMap(([key, name]) => (metrics[key] === undefined ? [] : [`${name} ${metrics[key].toFixed(3)}`])),
    ...(flopsPerSecond === undefined ? [] : [`${formatQuantity(flopsPerSecond, 'FLOP/s')}${share}`]),
    ...(gradientNorm === undefined ? [] : [`gradient ${gradientNorm.toPrecision(3)}`]),
    ...(residentBytes === undefined ? [] : [formatQuantity(residentBytes, 'B')]),
    ...(waits >= 0.01 ? [`data wait ${Math.round(waits * 100)} %`] : []),
    ...(learningRate === undefined ? [] : [`rate ${learningRate.toPrecision(3)}`]),
  ];
}

/** What an evaluation measured in one line; areas with the interval's ends. */
export function describeEvaluation(step: number, metrics: Readonly<Record<string, number>>): string {
  const show = (name: string) => (metrics[name] === undefined ? '-' : metrics[name].toFixed(3));
  const predictions = (network: string) =>
    `loss ${show(`${network}/loss`)}, accuracy ${show(`${network}/accuracy`)} (most frequent word ${show(`${network}/unigramBaseline`)})`;
  const has = (group: string) => Object.keys(metrics).some((name) => name.startsWith(`${group}/`));
  const parts = [
    ...(has('generator') ? [`generator ${predictions('generator')}`] : []),
    ...(has('languageModel') ? [`language model ${predictions('languageModel')}`] : []),
    ...(has('fixed')
      ? [
          `discriminator AUC ${show('live/auc')} on its samples, ` +
            `${show('fixed/auc')} [${show('fixed/aucLow')}, ${show('fixed/aucHigh')}] on random words`,
        ]
      : []),
  ];
  const averaged = AVERAGED.flatMap(([key, name]) => (metrics[key] === undefined ? [] : [`${name} ${show(key)}`]));
  return `step ${step}, held-out text: ${[...parts, ...(averaged.length > 0 ? [`averaged weights: ${averaged.join(', ')}`] : [])].join('; ')}`;
}

/** Pre-trains and tells how it goes. Ends, and does not fail, where `options.signal` stops it after saving. */
export async function runPretraining(options: PretrainOptions, progress: StageProgress): Promise<PretrainingSummary> {
  let summary: PretrainingSummary = { step: 0, reason: 'stopped' };
  let total = 0;
  let meter: ProgressMeter | undefined;
  const tell = tellPreparation(progress);
  const onStart = (start: PretrainingStart) => {
    const { record, from } = start;
    total = record.configuration.training.steps;
    meter = new ProgressMeter({ total, from });
    progress.note(record.engine);
    progress.note(
      `${formatQuantity(record.parameters.joint, 'parameters')}, steps ${from} to ${total}, ` +
        `${formatQuantity(record.flopsPerStep, 'FLOP')} a step`,
    );
    options.onStart?.(start);
  };
  const follow = (event: TrainingEvent) => {
    switch (event.type) {
      case 'step': {
        summary = { ...summary, last: event.metrics };
        const { fraction, remainingSeconds } = meter?.report(event.step) ?? { fraction: undefined, remainingSeconds: undefined };
        const speed = formatQuantity(event.metrics['tokensPerSecond'], 'tokens/s');
        progress.update(fraction, `step ${event.step}/${total}, ${speed}`, remainingSeconds, describeStep(event.metrics));
        break;
      }
      case 'evaluation':
        summary = { ...summary, evaluation: event.metrics };
        progress.note(describeEvaluation(event.step, event.metrics));
        break;
      case 'checkpoint':
        summary = { ...summary, checkpoint: event.folder };
        break;
      case 'warning':
        progress.note(`warning: ${event.message}`);
        break;
      case 'preparation':
        tell(event);
        break;
      case 'finished':
        summary = { ...summary, step: event.step, reason: event.reason, because: event.because };
    }
  };
  try {
    await lastValueFrom(pretrain({ ...options, onStart }).pipe(tap(follow)));
  } finally {
    // Where it was stopped, too: a bar that is left open hides the terminal's cursor.
    progress.abandon();
  }
  return summary;
}
