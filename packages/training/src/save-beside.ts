import { defer, EMPTY, filter, from, map, type Observable, type OperatorFunction, pipe, tap } from 'rxjs';
import type { TrainingEvent } from './training-event.js';

/** Tells of a checkpoint after `step` updates, given its folder; of none, which undefined stands for, nothing. */
export function checkpointEvents(step: number): OperatorFunction<string | undefined, TrainingEvent> {
  return pipe(
    filter((folder) => folder !== undefined),
    map((folder): TrainingEvent => ({ type: 'checkpoint', step, folder })),
  );
}

/** A checkpoint that is written while training goes on: at most one at a time. */
export class SaveBeside {
  #pending: { readonly step: number; readonly written: Promise<string | undefined> } | undefined;
  #isOver = false;

  /** Takes in a checkpoint that is being written. The one before has to have ended. */
  begin(step: number, written: Promise<string | undefined>): void {
    const over = () => void (this.#isOver = true);
    this.#isOver = false;
    this.#pending = { step, written };
    written.then(over, over);
  }

  /** Waits until it is written, and tells so, unless it was given up; completes at once where there is none. What writing throws is its error. */
  readonly end: Observable<TrainingEvent> = defer(() => {
    if (this.#pending === undefined) return EMPTY;
    const { step, written } = this.#pending;
    return from(written).pipe(
      tap(() => (this.#pending = undefined)),
      checkpointEvents(step),
    );
  });

  /** As `end`, without waiting. */
  readonly endIfOver: Observable<TrainingEvent> = defer(() => (this.#isOver ? this.end : EMPTY));
}
