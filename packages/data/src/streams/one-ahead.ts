/**
 * Maps a stream with an asynchronous function, in order, starting each call before the result of the last one is used:
 * the two then work at the same time (a native encoder's threads and this one). At most two values are held.
 */
export async function* oneAhead<T, R>(
  source: AsyncIterable<T>,
  project: (value: T) => Promise<R>,
): AsyncGenerator<R> {
  let running: Promise<R> | undefined;
  for await (const value of source) {
    const next = project(value);
    // If the consumer or an earlier value fails first, nobody waits for this one; its failure is no event of its own.
    next.catch(() => undefined);
    if (running !== undefined) {
      yield await running;
    }
    running = next;
  }
  if (running !== undefined) {
    yield await running;
  }
}
