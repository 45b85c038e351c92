/**
 * Maps a stream with an asynchronous function, in order, running up to `count` calls ahead of the result in use: they
 * work at the same time as whoever uses it (an encoder's threads, workers). At most `count` + 1 values are held.
 */
export async function* runAhead<T, R>(
  source: AsyncIterable<T>,
  project: (value: T) => Promise<R>,
  count: number,
): AsyncGenerator<R> {
  const running: Promise<R>[] = [];
  for await (const value of source) {
    const next = project(value);
    // If the consumer or an earlier value fails first, nobody waits for this one; its failure is no event of its own.
    next.catch(() => undefined);
    running.push(next);
    if (running.length > count) {
      yield await running.shift()!;
    }
  }
  for (const result of running) {
    yield await result;
  }
}
