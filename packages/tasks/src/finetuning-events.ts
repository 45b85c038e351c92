import { runTraining, type TrainingEvent, withResource } from '@electra-ts/training';
import { concat, defer, from, mergeMap, type Observable, of } from 'rxjs';
import { finishedFinetuning } from './finished-finetuning.js';
import type { FinetuneOptions, FinetuneTasksOptions, FinetuneTasksStart } from './finetune-options.js';
import { FinetuningSession } from './finetuning-session.js';

/**
 * Fine-tunes, on one task or several; see `finetune` and `finetuneTasks`.
 *
 * @param onStart hears what is about to run, before the first step
 */
export function finetuningEvents(options: FinetuneOptions | FinetuneTasksOptions, onStart: (start: FinetuneTasksStart) => void): Observable<TrainingEvent> {
  const training = withResource(
    () => FinetuningSession.open(options),
    (session) => {
      const warnings = session.takeWarnings().map((message): TrainingEvent => ({ type: 'warning', message }));
      onStart(session.start);
      return concat(from(warnings), runTraining(session.plan(options.signal)));
    },
    (session) => session.close(),
  );
  if (!options.resume) return training;
  return defer(() => from(finishedFinetuning(options))).pipe(
    mergeMap((results) => {
      if (results === null) return training;
      const step = results.history.at(-1)?.step ?? 0;
      const message = `${options.out} holds a fine-tuning that is finished, at step ${step}: nothing is left to do`;
      return of<TrainingEvent[]>({ type: 'warning', message }, { type: 'finished', step, reason: 'completed' });
    }),
  );
}
