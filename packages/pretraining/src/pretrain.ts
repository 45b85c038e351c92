import { metricsRow, type RunFolder, runTraining, type TensorBoardLog, type TrainingEvent, withResource } from '@electra-ts/training';
import { concat, concatMap, defer, from, map, mergeMap, type Observable, of } from 'rxjs';
import { PretrainingSession, type PretrainOptions } from './pretraining-session.js';

/**
 * Pre-trains a generator and a discriminator together, from the first step or from a run's newest checkpoint, which it
 * continues as if it had never stopped: the same numbers, bit for bit, on the same engine.
 *
 * The observable is cold: the run is opened at the subscription, and completes when its folder is released. Metrics of
 * `step` events are those of `JointTrainer.update`, those of `MachineLoad` and `seconds` of training so far; those of `evaluation` events are
 * listed at `heldOutMetrics`. Both are appended to the run's metrics.jsonl.
 *
 * @throws UserError (as the observable's error) for a configuration, data or a folder that cannot be used, before
 *   anything is written
 */
export function pretrain(options: PretrainOptions): Observable<TrainingEvent> {
  return withResource(
    () => PretrainingSession.open(options),
    (session) => {
      const warnings = session.takeWarnings().map((message): TrainingEvent => ({ type: 'warning', message }));
      options.onStart?.(session.start);
      const logs = () => Promise.all([session.plan(options), session.openTensorBoard()]);
      const events = defer(() => from(logs())).pipe(
        mergeMap(([plan, tensorBoard]) => runTraining(plan).pipe(recordedIn([session.run, tensorBoard]))),
      );
      return concat(from(warnings), events);
    },
    (session) => session.close(),
  );
}

/** Appends what is measured to the run's metrics; an event goes on when its row is written. */
function recordedIn([run, tensorBoard]: readonly [RunFolder, TensorBoardLog | undefined]) {
  return (events: Observable<TrainingEvent>): Observable<TrainingEvent> =>
    events.pipe(
      map((event) => {
        const row = metricsRow(event);
        // Appended at once and not when earlier events have gone on, so that a checkpoint finds it in the queue.
        const written = row && Promise.all([run.appendMetrics(row), tensorBoard?.append(row)]);
        written?.catch(() => undefined); // whoever waits for it below hears of a failure
        return { event, written };
      }),
      // What has no row goes on at once: what is told before a step that blocks this thread is heard before it.
      concatMap(({ event, written }) => (written ? from(written).pipe(map(() => event)) : of(event))),
    );
}
