import { catchError, concat, defer, EMPTY, finalize, from, ignoreElements, type Observable, switchMap } from 'rxjs';

/**
 * A stream over something that is opened at the subscription and closed at the end. The stream completes, or fails, only
 * after the closing is done, so that whoever comes next finds everything released; if it is unsubscribed, closing
 * starts then.
 */
export function withResource<R, T>(
  open: () => Promise<R>,
  use: (resource: R) => Observable<T>,
  close: (resource: R) => Promise<void>,
): Observable<T> {
  return defer(() => from(open())).pipe(
    switchMap((resource) => {
      let closing: Promise<void> | undefined;
      const closed = defer(() => from((closing ??= close(resource)))).pipe(ignoreElements());
      return concat(use(resource), closed).pipe(
        catchError((error: unknown) => concat(closed, defer(() => Promise.reject(error)), EMPTY)),
        finalize(() => {
          // Nobody listens any more; a failure to close has nowhere to go.
          if (!closing) (closing = close(resource)).catch(() => undefined);
        }),
      );
    }),
  );
}
