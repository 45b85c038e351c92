import { runTraining, type TrainingEvent } from '@electra-ts/training';
import { catchError, concat, defer, finalize, from, ignoreElements, type Observable, switchMap, throwError } from 'rxjs';
import { FinetuningSession, type FinetuneOptions } from './finetuning-session.js';

/**
 * Fine-tunes a classifier, evaluating it on the development examples after each epoch. `out` then holds the best
 * evaluation's model, which `ElectraForSequenceClassification.fromPretrained` loads, with results.json.
 *
 * The observable is cold: each subscription fine-tunes. `step` events have `loss` in nats, `gradientNorm`,
 * `learningRate`, `stepSeconds` and `examplesPerSecond`; `evaluation` events the task's metrics and `loss`.
 *
 * @throws UserError (as the observable's error) for a configuration, data or a model that cannot be used, before anything
 *   is written
 */
export function finetune(options: FinetuneOptions): Observable<TrainingEvent> {
  return defer(() => from(FinetuningSession.open(options))).pipe(
    switchMap((session) => {
      const warnings = session.warnings.map((message): TrainingEvent => ({ type: 'warning', message }));
      options.onStart?.(session.start);
      const close = defer(() => from(session.close())).pipe(ignoreElements());
      return concat(from(warnings), runTraining(session.plan(options.signal)), close).pipe(
        catchError((error: unknown) => concat(close, throwError(() => error))),
        // For a subscriber that leaves early; a failure to close has nowhere to go then.
        finalize(() => void session.close().catch(() => undefined)),
      );
    }),
  );
}
