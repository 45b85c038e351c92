import { runTraining, type TrainingEvent, withResource } from '@electra-ts/training';
import { concat, defer, from, mergeMap, type Observable, of } from 'rxjs';
import { finishedFinetuning } from './finished-finetuning.js';
import { FinetuningSession, type FinetuneOptions } from './finetuning-session.js';

/**
 * Fine-tunes a model on a task, evaluating it on the development examples after each epoch. `out` then holds the best
 * evaluation's model, which `fromPretrained` of its class loads, with results.json. Until then it holds checkpoints, from
 * which `resume` goes on as if training had never stopped: the same numbers, bit for bit, on the same engine.
 *
 * The observable is cold: each subscription fine-tunes, and it completes when the folder is released. `step` events have
 * `loss` in nats, `gradientNorm`, `learningRate`, `stepSeconds` and `examplesPerSecond`; `evaluation` events the task's
 * metrics and `loss`. Resuming one that is finished says so in a warning and trains nothing.
 *
 * @throws UserError (as the observable's error) for a configuration, data or a model that cannot be used, before anything
 *   is written
 */
export function finetune(options: FinetuneOptions): Observable<TrainingEvent> {
  const training = withResource(
    () => FinetuningSession.open(options),
    (session) => {
      const warnings = session.takeWarnings().map((message): TrainingEvent => ({ type: 'warning', message }));
      options.onStart?.(session.start);
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
