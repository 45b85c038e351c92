import { finetune, type FinetuneOptions, type FinetuningResults, type FinetuningStart, labelsInWords, readResults } from '@electra-ts/tasks';
import { ProgressMeter, type TrainingEvent } from '@electra-ts/training';
import { lastValueFrom, type Observable, tap } from 'rxjs';
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
function describeMetrics(metrics: Readonly<Record<string, number>>, names: readonly string[] = Object.keys(metrics)): string {
  return names.map((name) => `${name} ${(metrics[name] ?? NaN).toFixed(3)}`).join(', ');
}

/** Fine-tunes and tells how it goes. Ends, and does not fail, where `options.signal` stops it after saving. */
export async function runFinetuning(options: FinetuneOptions, progress: StageProgress): Promise<FinetuningSummary> {
  const end = await followFinetuning((tell) => {
    const onStart = (start: FinetuningStart) => {
      tell(start);
      if (start.labelCounts.length > 0) progress.note(`labels in training: ${labelsInWords(start.labelCounts)}`);
      options.onStart?.(start);
    };
    return finetune({ ...options, onStart });
  }, progress);
  return { ...end, results: await readResults(options.out) };
}

/**
 * Tells how a fine-tuning goes until it ends.
 *
 * @param begin its events; it tells what is about to run before the first step
 * @param told the metrics that are told of evaluations; all when absent
 */
export async function followFinetuning(
  begin: (tell: (start: Pick<FinetuningStart, 'engine' | 'from' | 'steps'>) => void) => Observable<TrainingEvent>,
  progress: StageProgress,
  told?: readonly string[],
): Promise<Pick<FinetuningSummary, 'step' | 'reason'>> {
  let meter: ProgressMeter | undefined;
  const tell = tellPreparation(progress);
  let end: Pick<FinetuningSummary, 'step' | 'reason'> = { step: 0, reason: 'stopped' };
  const events = begin(({ engine, from, steps }) => {
    meter = new ProgressMeter({ total: steps, from });
    progress.note(engine);
    if (from > 0) progress.note(`goes on at step ${from} of ${steps}`);
  });
  const follow = (event: TrainingEvent) => {
    switch (event.type) {
      case 'step': {
        const now = meter?.report(event.step);
        progress.update(now?.fraction, `step ${event.step}, loss ${event.metrics['loss'].toFixed(3)}`, now?.remainingSeconds);
        break;
      }
      case 'evaluation':
        progress.note(`step ${event.step}, development data: ${describeMetrics(event.metrics, told)}`);
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
    await lastValueFrom(events.pipe(tap(follow)));
  } finally {
    // Where it was stopped, too: a bar that is left open hides the terminal's cursor.
    progress.abandon();
  }
  return { step: end.step, reason: end.reason };
}
