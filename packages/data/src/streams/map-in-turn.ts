import { from, type ObservableInput, type OperatorFunction, Observable } from 'rxjs';

import type { Credits } from './credits.js';

/**
 * Projects values one after another, in order, and grants a credit when a projection has completed. It queues what
 * arrives meanwhile; because the source takes its credits from the same place, never more than `credits.bound` values.
 *
 * It is `concatMap` with a bound: a source that does not heed the credits is an error instead of a growing queue.
 */
export function mapInTurn<T, R>(project: (value: T) => ObservableInput<R>, credits: Credits): OperatorFunction<T, R> {
  return (source) =>
    new Observable<R>((subscriber) => {
      const queue: T[] = [];
      let isCompleted = false;

      const start = () => {
        if (queue.length === 0) {
          if (isCompleted) {
            subscriber.complete();
          }
          return;
        }
        let inner: ObservableInput<R>;
        try {
          inner = project(queue[0]);
        } catch (error) {
          subscriber.error(error);
          return;
        }
        subscriber.add(
          from(inner).subscribe({
            next: (result) => subscriber.next(result),
            error: (error) => subscriber.error(error),
            complete: () => {
              // The value counts as under way until here, so it leaves the queue only now.
              queue.shift();
              credits.grant();
              start();
            },
          }),
        );
      };

      subscriber.add(
        source.subscribe({
          next: (value) => {
            if (queue.length === credits.bound) {
              subscriber.error(new Error(`mapInTurn: the source emitted without a credit (bound ${credits.bound})`));
              return;
            }
            queue.push(value);
            if (queue.length === 1) {
              start();
            }
          },
          error: (error) => subscriber.error(error),
          complete: () => {
            isCompleted = true;
            if (queue.length === 0) {
              subscriber.complete();
            }
          },
        }),
      );
    });
}
