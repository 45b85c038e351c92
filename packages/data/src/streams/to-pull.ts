import type { Observable } from 'rxjs';

import type { Credits } from './credits.js';

/**
 * An Observable as something that is pulled: what it emits waits here until it is asked for, never more than
 * `credits.bound` values, each of which returns its credit when the consumer asks for the next one.
 *
 * An Observable that shares the credits (`fromPull(open, credits)`) waits for a slow consumer. RxJS cannot make any
 * other wait, so one that runs more than the bound ahead is an error instead of a growing queue.
 *
 * @throws what the Observable ends with, and an Error where it emits more than the bound ahead
 */
export async function* toPull<T>(source$: Observable<T>, credits: Credits): AsyncGenerator<T> {
  const queue: T[] = [];
  let end: { readonly error?: unknown } | undefined;
  let wake: (() => void) | undefined;
  const notify = () => {
    wake?.();
    wake = undefined;
  };
  const subscription = source$.subscribe({
    next: (value) => {
      if (end === undefined && queue.length === credits.bound) {
        end = { error: new Error(`toPull: the source emitted without a credit (bound ${credits.bound})`) };
      }
      if (end === undefined) {
        queue.push(value);
      }
      notify();
    },
    error: (error: unknown) => {
      end ??= { error };
      notify();
    },
    complete: () => {
      end ??= {};
      notify();
    },
  });
  try {
    for (;;) {
      while (queue.length === 0 && end === undefined) {
        await new Promise<void>((resolve) => (wake = resolve));
      }
      if (queue.length === 0) {
        break;
      }
      // The value counts as under way until the consumer comes back for the next one.
      yield queue[0];
      queue.shift();
      if (credits.taken > 0) {
        credits.grant();
      }
    }
  } finally {
    subscription.unsubscribe();
  }
  if (end !== undefined && 'error' in end) {
    throw end.error;
  }
}
