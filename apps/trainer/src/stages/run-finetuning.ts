import { finetune, type FinetuneOptions, type FinetuningStart } from '@electra-ts/tasks';
import { ProgressMeter, type TrainingEvent } from '@electra-ts/training';
import { lastValueFrom, tap } from 'rxjs';
import type { StageProgress } from '../progress/stage-progress.js';

/** How a fine-tuning ended. */
export interface FinetuningSummary {
  /** Updates done. */
  readonly step: number;
  readonly reason: 'completed' | 'stopped';
  readonly start: FinetuningStart;
  /** Metrics on the development examples, in the order of the evaluations. */
  readonly evaluations: readonly { readonly step: number; readonly metrics: Readonly<Record<string, number>> }[];
}

/** Metrics in a few words. */
function describeMetrics(metrics: Readonly<Record<string, number>>): string {
  return Object.entries(metrics)
    .map(([name, value]) => `${name} ${value.toFixed(3)}`)
    .join(', ');
}

/** Fine-tunes and tells how it goes. Ends, and does not fail, where `options.signal` stops it after saving. */
export async function runFinetuning(options: FinetuneOptions, progress: StageProgress): Promise<FinetuningSummary> {
  let start: FinetuningStart | undefined;
  let meter: ProgressMeter | undefined;
  let end: Pick<FinetuningSummary, 'step' | 'reason'> = { step: 0, reason: 'stopped' };
  const evaluations: { step: number; metrics: Readonly<Record<string, number>> }[] = [];
  const onStart = (begun: FinetuningStart) => {
    start = begun;
    meter = new ProgressMeter({ total: begun.steps });
    progress.note(begun.engine);
    options.onStart?.(begun);
  };
  const follow = (event: TrainingEvent) => {
    switch (event.type) {
      case 'step': {
        const now = meter?.report(event.step);
        progress.update(now?.fraction, `step ${event.step}, loss ${event.metrics['loss'].toFixed(3)}`, now?.remainingSeconds);
        break;
      }
      case 'evaluation':
        evaluations.push({ step: event.step, metrics: event.metrics });
        progress.note(`step ${event.step}, development data: ${describeMetrics(event.metrics)}`);
        break;
      case 'warning':
        progress.note(`warning: ${event.message}`);
        break;
      case 'finished':
        end = event;
    }
  };
  try {
    await lastValueFrom(finetune({ ...options, onStart }).pipe(tap(follow)));
  } finally {
    // Where it was stopped, too: a bar that is left open hides the terminal's cursor.
    progress.abandon();
  }
  if (start === undefined) throw new Error('runFinetuning: the fine-tuning ended before it had begun');
  return { step: end.step, reason: end.reason, start, evaluations };
}
