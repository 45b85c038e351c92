import { defer, EMPTY, from, map, type Observable, tap } from 'rxjs';
import type { TrainingEvent } from './training-event.js';

/** A checkpoint that is written while training goes on: at most one at a time. */
export class SaveBeside {
  #pending: { readonly step: number; readonly written: Promise<string> } | undefined;
  #isOver = false;

  /** Takes in a checkpoint that is being written. The one before has to have ended. */
  begin(step: number, written: Promise<string>): void {
    const over = () => void (this.#isOver = true);
    this.#isOver = false;
    this.#pending = { step, written };
    written.then(over, over);
  }

  /** Waits until it is written, and tells so; completes at once where there is none. What writing throws is its error. */
  readonly end: Observable<TrainingEvent> = defer(() => {
    if (this.#pending === undefined) return EMPTY;
    const { step, written } = this.#pending;
    return from(written).pipe(
      tap(() => (this.#pending = undefined)),
      map((folder): TrainingEvent => ({ type: 'checkpoint', step, folder })),
    );
  });

  /** As `end`, without waiting. */
  readonly endIfOver: Observable<TrainingEvent> = defer(() => (this.#isOver ? this.end : EMPTY));
}
