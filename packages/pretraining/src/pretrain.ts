import { runTraining, type TrainingEvent, withResource } from '@electra-ts/training';
import { concat, defer, from, mergeMap, type Observable } from 'rxjs';
import { PretrainingSession, type PretrainOptions } from './pretraining-session.js';
import { recordedIn } from './recorded-in.js';

/**
 * Pre-trains a generator and a discriminator together, from the first step or from a run's newest checkpoint, which it
 * continues as if it had never stopped: the same numbers, bit for bit, on the same engine.
 *
 * The observable is cold: the run is opened at the subscription, and completes when its folder is released. Metrics of
 * `step` events are those of `JointTrainer.update`, those of `MachineLoad`, and what was spent so far: `tokens` with padding, `flops` of matrix
 * products and `seconds` of training; those of `evaluation` events are listed at `heldOutMetrics`. Both are appended to the run's metrics.jsonl.
 *
 * @throws UserError (as the observable's error) for a configuration, data or a folder that cannot be used, before
 *   anything is written; and, after saving, where what is measured can no longer be written
 */
export function pretrain(options: PretrainOptions): Observable<TrainingEvent> {
  return withResource(
    () => PretrainingSession.open(options),
    (session) => {
      const warnings = session.takeWarnings().map((message): TrainingEvent => ({ type: 'warning', message }));
      options.onStart?.(session.start);
      const unwritable = new AbortController();
      const signal = AbortSignal.any([unwritable.signal, ...(options.signal ? [options.signal] : [])]);
      const logs = () => Promise.all([session.plan({ ...options, signal }), session.openTensorBoard()]);
      const events = defer(() => from(logs())).pipe(
        mergeMap(([plan, tensorBoard]) => runTraining(plan).pipe(recordedIn({ run: session.run, tensorBoard, unwritable }))),
      );
      return concat(from(warnings), events);
    },
    (session) => session.close(),
  );
}
