import { setImmediate } from 'node:timers/promises';

/**
 * Lets the event loop turn once in the middle of long work, so that timers and signals get through.
 *
 * @throws the reason of `signal` once it is aborted.
 */
export async function pause(signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  await setImmediate();
  signal?.throwIfAborted();
}
