import { finetune, type FinetuneOptions, type FinetuningResults, type FinetuningStart, readResults } from '@electra-ts/tasks';
import { ProgressMeter, type TrainingEvent } from '@electra-ts/training';
import { lastValueFrom, tap } from 'rxjs';
import type { StageProgress } from '../progress/stage-progress.js';
import { tellPreparation } from '../progress/tell-preparation.js';

/** How a fine-tuning ended. */
export interface FinetuningSummary {
  /** Updates done, over all parts. */
  readonly step: number;
  readonly reason: 'completed' | 'stopped';
  /** What its folder tells; null where it was interrupted. */
  readonly results: FinetuningResults | null;
}

/** Metrics in a few words. */
function describeMetrics(metrics: Readonly<Record<string, number>>): string {
  return Object.entries(metrics)
    .map(([name, value]) => `${name} ${value.toFixed(3)}`)
    .join(', ');
}

/** Fine-tunes and tells how it goes. Ends, and does not fail, where `options.signal` stops it after saving. */
export async function runFinetuning(options: FinetuneOptions, progress: StageProgress): Promise<FinetuningSummary> {
  let meter: ProgressMeter | undefined;
  const tell = tellPreparation(progress);
  let end: Pick<FinetuningSummary, 'step' | 'reason'> = { step: 0, reason: 'stopped' };
  const onStart = (start: FinetuningStart) => {
    meter = new ProgressMeter({ total: start.steps, from: start.from });
    progress.note(start.engine);
    if (start.from > 0) progress.note(`goes on at step ${start.from} of ${start.steps}`);
    options.onStart?.(start);
  };
  const follow = (event: TrainingEvent) => {
    switch (event.type) {
      case 'step': {
        const now = meter?.report(event.step);
        progress.update(now?.fraction, `step ${event.step}, loss ${event.metrics['loss'].toFixed(3)}`, now?.remainingSeconds);
        break;
      }
      case 'evaluation':
        progress.note(`step ${event.step}, development data: ${describeMetrics(event.metrics)}`);
        break;
      case 'warning':
        progress.note(`warning: ${event.message}`);
        break;
      case 'preparation':
        tell(event);
        break;
      case 'finished':
        end = event;
        if (event.because !== undefined) progress.note(`stopped at step ${event.step}: ${event.because}`);
    }
  };
  try {
    await lastValueFrom(finetune({ ...options, onStart }).pipe(tap(follow)));
  } finally {
    // Where it was stopped, too: a bar that is left open hides the terminal's cursor.
    progress.abandon();
  }
  return { step: end.step, reason: end.reason, results: await readResults(options.out) };
}
