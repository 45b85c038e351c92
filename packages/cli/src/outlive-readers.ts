import { closeSync } from 'node:fs';
import { isatty } from 'node:tty';

/** The part of `process` that is used. */
export interface OutputHost {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  on(event: 'exit', listener: () => void): unknown;
  exit(status: number): unknown;
}

/** What systems say where nobody reads any more: a pipe whose reader has ended, a terminal that is closed. */
const CLOSED: ReadonlySet<string | undefined> = new Set(['EPIPE', 'EIO']);

/** The status of a program that a closed pipe ends: 128 and the number of SIGPIPE. */
const BROKEN_PIPE = 141;

const hosts = new WeakSet<OutputHost>();

/**
 * Keeps a process from dying of a reader that is gone, which Node otherwise makes an exception that nobody catches. What is told on
 * standard error is lost then, and work goes on. Results are what a command is for: where nobody reads them (`| head`) it
 * ends quietly with status 141; trainers write theirs when everything is saved. A terminal that is closed does not change the status either.
 *
 * The listeners stay, since errors come after the writes that they are of; calls for the same host after the first do nothing.
 */
export function outliveReaders(host: OutputHost = process): void {
  if (hosts.has(host)) return;
  hosts.add(host);
  // At its end Node sets terminals back as it found them, and aborts (SIGABRT) where that fails, as it does with one that is
  // closed, which is no terminal any more. It passes over what the program has closed itself (ResetStdio in node.cc).
  const terminals = [0, 1, 2].filter((descriptor) => isatty(descriptor));
  host.on('exit', () => terminals.filter((descriptor) => !isatty(descriptor)).forEach((descriptor) => closeSync(descriptor)));
  host.stderr.on('error', () => undefined);
  host.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (CLOSED.has(error.code)) return void host.exit(BROKEN_PIPE);
    host.stderr.write(`standard output cannot be written: ${error.message}\n`);
    return void host.exit(1);
  });
}
