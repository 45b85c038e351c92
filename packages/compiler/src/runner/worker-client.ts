import { once } from 'node:events';
import { type MessagePort, Worker } from 'node:worker_threads';
import type { AnswerMessage, CloseMessage, RequestKind, Requests } from './messages.js';
import { refuseTelemetry } from './refuse-telemetry.js';

/** The built file, both from dist and from src, where tests and tools run TypeScript. */
const workerFile = new URL('../../dist/runner/session-worker.js', import.meta.url);

interface Pending {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Asks a session worker, one answer for each request. The worker keeps the process alive only while it owes one. */
export class WorkerClient {
  private readonly worker: Worker;
  private readonly pending = new Map<number, Pending>();
  private counter = 0;
  private waited = 0n;
  private ended: Error | undefined;

  /** @param runtime whose worker it is, for messages */
  constructor(
    private readonly runtime: string,
    file: URL = workerFile,
  ) {
    refuseTelemetry();
    // A program given on the command line says what kind of module it is, which Node refuses to hear of a file. Only then: a list of ours may hold nothing that is the process' own.
    const isGiven = process.execArgv.some((option) => option.startsWith('--input-type'));
    this.worker = new Worker(file, { name: `electra-${runtime}`, ...(isGiven && { execArgv: [] }) });
    this.worker.unref();
    this.worker.on('message', (message: AnswerMessage) => this.settle(message));
    this.worker.on('error', (error) => this.end(`the worker failed: ${error.message}`, error));
    this.worker.on('exit', (code) => this.end(`the worker ended with exit code ${code}`));
  }

  /** True when it answers nothing any more: closed, or died. */
  get hasEnded(): boolean {
    return this.ended !== undefined;
  }

  /** Seconds, in all, from when answers were ready to when this thread took them. */
  get answerWait(): number {
    return Number(this.waited) / 1e9;
  }

  /** Sends a request. @throws Error when it fails or the worker has ended */
  ask<Kind extends RequestKind>(
    kind: Kind,
    body: Requests[Kind]['request'],
    transfer: (ArrayBuffer | MessagePort)[] = [],
  ): Promise<Requests[Kind]['answer']> {
    if (this.ended !== undefined) return Promise.reject(this.ended);
    const id = this.counter++;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve: resolve as (value: unknown) => void, reject });
      this.worker.ref();
      this.worker.postMessage({ id, kind, body }, transfer);
    });
  }

  /** Ends the worker; requests without an answer reject. Returns when the run in progress, if any, is over. */
  async close(): Promise<void> {
    const busy = this.ended === undefined && this.pending.size > 0;
    this.ended ??= new Error(`${this.runtime} has been disposed.`);
    this.rejectPending(this.ended);
    if (busy) {
      // Native code that returns into a thread being terminated aborts the process: the worker ends itself.
      const exit = once(this.worker, 'exit');
      this.worker.postMessage({ kind: 'close' } satisfies CloseMessage);
      await exit;
    }
    await this.worker.terminate();
  }

  private settle(message: AnswerMessage): void {
    this.waited += process.hrtime.bigint() - message.at;
    const request = this.pending.get(message.id);
    this.pending.delete(message.id);
    // While `close` waits for the worker's end, nothing else may keep the process alive.
    if (this.pending.size === 0 && this.ended === undefined) this.worker.unref();
    if ('error' in message) request?.reject(new Error(message.error));
    else request?.resolve(message.value);
  }

  private end(reason: string, cause?: Error): void {
    this.ended ??= new Error(
      `${this.runtime} has stopped: ${reason}. The values of its variables are lost; create a new runtime, from a ` +
        'checkpoint where there is one.',
      { cause },
    );
    this.rejectPending(this.ended);
  }

  private rejectPending(error: Error): void {
    const requests = [...this.pending.values()];
    this.pending.clear();
    for (const { reject } of requests) reject(error);
  }
}
