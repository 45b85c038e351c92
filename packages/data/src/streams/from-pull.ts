import { Observable } from 'rxjs';

import type { Credits } from './credits.js';

/**
 * An Observable over something that is pulled. The source is asked for its next value when the last one has been
 * delivered and a credit is left, never earlier, so that it makes at most `credits.bound` values that the consumer has
 * not dealt with (without credits: at most one that subscribers' `next` has not returned from).
 *
 * @param open makes the source, once for each subscription; unsubscribing calls its `return`
 * @param credits shared with the consumer; they belong to one subscription
 */
export function fromPull<T>(open: () => AsyncIterable<T>, credits?: Credits): Observable<T> {
  return new Observable<T>((subscriber) => {
    const stop = new AbortController();
    subscriber.add(() => stop.abort());
    void pump(open, credits, subscriber, stop.signal);
  });
}

interface Receiver<T> {
  next(value: T): void;
  error(error: unknown): void;
  complete(): void;
}

async function pump<T>(
  open: () => AsyncIterable<T>,
  credits: Credits | undefined,
  receiver: Receiver<T>,
  signal: AbortSignal,
): Promise<void> {
  try {
    const source = open()[Symbol.asyncIterator]();
    for (;;) {
      const isGranted = credits === undefined ? !signal.aborted : await credits.take(signal);
      const result = isGranted ? await source.next() : undefined;
      if (result?.done === true) {
        break;
      }
      if (result === undefined || signal.aborted) {
        await source.return?.();
        return;
      }
      receiver.next(result.value);
    }
    receiver.complete();
  } catch (error) {
    receiver.error(error);
  }
}
