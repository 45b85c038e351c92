import { UserError } from '@electra-ts/config';
import { metricsRow, type MetricsRow, type RunFolder, type TensorBoardLog, type TrainingEvent } from '@electra-ts/training';
import { concatMap, from, map, mergeMap, type Observable, of, throwError } from 'rxjs';

/** Where what is measured goes. */
export interface Records {
  readonly run: Pick<RunFolder, 'appendMetrics'>;
  readonly tensorBoard?: Pick<TensorBoardLog, 'append'>;
  /** Aborted where the run's metrics cannot be written any more, so that it saves and ends. */
  readonly unwritable: AbortController;
}

/**
 * Appends what is measured to the run's metrics; an event goes on when its row is written. Where metrics cannot be written
 * the run is stopped, and in place of its end comes why. What TensorBoard reads is for looking on: where that fails a
 * warning goes before the event, and it is not written any more.
 *
 * @throws UserError (as the observable's error, when the run has saved) where metrics cannot be written
 */
export function recordedIn({ run, tensorBoard, unwritable }: Records) {
  let failure: unknown;
  const append = (row: MetricsRow): Promise<void> =>
    run.appendMetrics(row).catch((error: unknown) => {
      failure ??= error;
      unwritable.abort();
    });
  const show = shownIn(tensorBoard, append);
  return (events: Observable<TrainingEvent>): Observable<TrainingEvent> =>
    events.pipe(
      map((event) => {
        const row = metricsRow(event);
        // Appended at once and not when earlier events have gone on, so that a checkpoint finds it in the queue.
        return { event, written: row && Promise.all([show(row), append(row)]).then(([warnings]) => warnings) };
      }),
      // What has no row goes on at once: what is told before a step that blocks this thread is heard before it.
      concatMap(({ event, written }) => (written ? from(written).pipe(mergeMap((warnings) => [...warnings, event])) : of(event))),
      concatMap((event) => (event.type === 'finished' && failure !== undefined ? throwError(() => ended(event.step, failure)) : of(event))),
    );
}

/** Appends a row to TensorBoard's file, where there is one and until that fails once; the warning then, which is a row of metrics too. */
function shownIn(log: Records['tensorBoard'], append: (row: MetricsRow) => Promise<void>): (row: MetricsRow) => Promise<readonly TrainingEvent[]> {
  let isOver = false;
  return async (row) => {
    if (isOver) return [];
    try {
      await log?.append(row);
      return [];
    } catch (error) {
      // Rows that were in the queue behind it fail likewise.
      if (isOver) return [];
      isOver = true;
      const warning = { type: 'warning', step: row.step, message: `what TensorBoard reads is not written any more in this part of the run: ${reasonOf(error)}` } as const;
      await append(warning);
      return [warning];
    }
  };
}

function ended(step: number, error: unknown): UserError {
  return new UserError(
    { what: `The run has saved and ended at step ${step}, since its measurements cannot be written: ${reasonOf(error)}`, remedy: 'Go on by --resume once they can.' },
    { cause: error, exitStatus: 1 },
  );
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
