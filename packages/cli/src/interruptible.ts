import { Interrupted } from './interrupted.js';
import { onSignals, type SignalHost } from './on-signals.js';

/**
 * Runs work that a signal may stop, as `onSignals` has it. The first Ctrl-C aborts the signal that `work` is given, so that it can save; a
 * second one ends the process at once.
 *
 * @param advice what a stopped user reads: what was saved, and how to go on; a function is asked when the work has ended
 * @param host where signals come from
 * @throws {Interrupted} where a signal stopped the work, whether it returned or threw the abort
 */
export async function interruptible<T>(
  work: (signal: AbortSignal) => Promise<T>,
  advice: string | (() => Promise<string>),
  host: SignalHost = process,
): Promise<T> {
  const controller = new AbortController();
  const watch = onSignals(controller, host);
  try {
    const result = await work(controller.signal);
    await throwIfStopped();
    return result;
  } catch (error) {
    if (controller.signal.aborted && isAbort(error, controller.signal)) await throwIfStopped();
    throw error;
  } finally {
    watch.stop();
  }

  async function throwIfStopped(): Promise<void> {
    const status = watch.exitStatus();
    if (status === undefined) return;
    throw new Interrupted(status, typeof advice === 'string' ? advice : await advice());
  }
}

function isAbort(error: unknown, signal: AbortSignal): boolean {
  return error === signal.reason || (error instanceof Error && error.name === 'AbortError');
}
