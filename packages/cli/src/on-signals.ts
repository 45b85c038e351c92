/** The part of `process` that is used. */
export interface SignalHost {
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  off(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  exit(status: number): unknown;
}

/** Signals being listened to. */
export interface SignalWatch {
  /** The status to exit with: 130 after SIGINT, 143 after SIGTERM, undefined when no signal came. */
  exitStatus(): number | undefined;
  /** Stops listening. */
  stop(): void;
}

/** Exit statuses by convention: 128 and the number of the signal. */
const statuses = { SIGINT: 130, SIGTERM: 143 } as const;

/** `npm run` and `npx` pass on a Ctrl-C that the terminal has delivered already: one that soon is the same. */
const echoMilliseconds = 1000;

/**
 * Turns the first SIGINT (Ctrl-C) or SIGTERM into an abort, so that training can save; a second one, more than a second
 * later, ends the process at once.
 *
 * @param clock milliseconds from any origin
 */
export function onSignals(
  controller: AbortController,
  host: SignalHost = process,
  clock: () => number = () => performance.now(),
): SignalWatch {
  let status: number | undefined;
  let firstAt = 0;
  const listenerFor = (signal: keyof typeof statuses) => () => {
    if (status === undefined) {
      status = statuses[signal];
      firstAt = clock();
      controller.abort();
    } else if (clock() - firstAt > echoMilliseconds) {
      host.exit(statuses[signal]);
    }
  };
  const interrupt = listenerFor('SIGINT');
  const terminate = listenerFor('SIGTERM');
  host.on('SIGINT', interrupt);
  host.on('SIGTERM', terminate);
  return {
    exitStatus: () => status,
    stop: () => {
      host.off('SIGINT', interrupt);
      host.off('SIGTERM', terminate);
    },
  };
}
