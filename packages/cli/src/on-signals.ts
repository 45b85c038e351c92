import type { Interrupted } from './interrupted.js';

/** Signals that ask a command to save and end. */
type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** The part of `process` that is used. */
export interface SignalHost {
  /** A terminal's end is the end of who watches; a log goes on being written. */
  readonly stderr?: { readonly isTTY?: boolean };
  on(signal: StopSignal, listener: () => void): unknown;
  off(signal: StopSignal, listener: () => void): unknown;
  exit(status: number): unknown;
}

/** Signals being listened to. */
export interface SignalWatch {
  /** The status to exit with: 130 after SIGINT, 143 after SIGTERM, 129 after a terminal's SIGHUP, undefined when no signal came. */
  exitStatus(): Interrupted['status'] | undefined;
  /** Stops listening. */
  stop(): void;
}

/** Exit statuses by convention: 128 and the number of the signal. */
const statuses = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** `npm run` and `npx` pass on a Ctrl-C that the terminal has delivered already: one that soon is the same. */
const echoMilliseconds = 1000;

/**
 * Turns the first SIGINT (Ctrl-C) or SIGTERM into an abort, so that training can save; a second one, more than a second
 * later, ends the process at once. SIGHUP, which comes where a terminal is closed, is such a first one where standard error is a
 * terminal, and nothing elsewhere: `nohup` and services mean work to go on, and Node undoes what `nohup` asks of the system. It
 * never is a second one, since a shell and the system both send it.
 *
 * @param clock milliseconds from any origin
 */
export function onSignals(
  controller: AbortController,
  host: SignalHost = process,
  clock: () => number = () => performance.now(),
): SignalWatch {
  let status: Interrupted['status'] | undefined;
  let firstAt = 0;
  const first = (signal: StopSignal) => {
    status = statuses[signal];
    firstAt = clock();
    controller.abort();
  };
  const listenerFor = (signal: StopSignal) => () => {
    if (status === undefined) first(signal);
    else if (clock() - firstAt > echoMilliseconds) host.exit(statuses[signal]);
  };
  const isTerminal = host.stderr?.isTTY === true;
  const listeners: readonly [StopSignal, () => void][] = [
    ['SIGINT', listenerFor('SIGINT')],
    ['SIGTERM', listenerFor('SIGTERM')],
    ['SIGHUP', () => void (isTerminal && status === undefined && first('SIGHUP'))],
  ];
  for (const [signal, listener] of listeners) host.on(signal, listener);
  return {
    exitStatus: () => status,
    stop: () => {
      for (const [signal, listener] of listeners) host.off(signal, listener);
    },
  };
}
