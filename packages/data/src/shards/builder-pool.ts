import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

import type { BuiltDocument } from './build-documents.js';
import type { BuildAnswer, BuildRequest, BuildWorkerData } from './build-messages.js';
import { unpackDocuments } from './packed-documents.js';

/** The built file, both from dist and from src, where tests run TypeScript. */
const workerFile = new URL('../../dist/shards/build-worker.js', import.meta.url);

interface Pending {
  resolve(documents: BuiltDocument[]): void;
  reject(error: Error): void;
}

/** Worker threads that encode texts and build their examples. */
export class BuilderPool {
  private readonly workers: PooledWorker[];

  constructor(size: number, data: BuildWorkerData) {
    this.workers = Array.from({ length: size }, () => new PooledWorker(data));
  }

  /** Builds some documents in the thread that has the least to do. @throws {Error} where it failed or has ended */
  build(texts: readonly string[]): Promise<BuiltDocument[]> {
    return this.workers.reduce((least, worker) => (worker.load < least.load ? worker : least)).build(texts);
  }

  /** Ends the threads, which finish what they are building first. */
  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close()));
  }
}

class PooledWorker {
  private readonly worker: Worker;
  private readonly pending = new Map<number, Pending>();
  private readonly exited: Promise<unknown>;
  private count = 0;
  private ended: Error | undefined;

  constructor(data: BuildWorkerData) {
    // A program given on the command line says what kind of module it is, which Node refuses to hear of a file. Only then: a list of ours may hold nothing that is the process' own.
    const isGiven = process.execArgv.some((option) => option.startsWith('--input-type'));
    this.worker = new Worker(workerFile, { name: 'electra-build', workerData: data, ...(isGiven && { execArgv: [] }) });
    this.exited = once(this.worker, 'exit').catch(() => undefined);
    this.worker.on('message', (answer: BuildAnswer) => this.settle(answer));
    this.worker.on('error', (error) => this.end(new Error(`A build thread failed: ${error.message}`, { cause: error })));
    this.worker.on('exit', (code) => this.end(new Error(`A build thread ended with exit code ${code}`)));
  }

  get load(): number {
    return this.pending.size;
  }

  build(texts: readonly string[]): Promise<BuiltDocument[]> {
    return new Promise((resolve, reject) => {
      if (this.ended !== undefined) {
        reject(this.ended);
        return;
      }
      const id = this.count++;
      this.pending.set(id, { resolve, reject });
      this.worker.postMessage({ id, texts } satisfies BuildRequest);
    });
  }

  async close(): Promise<void> {
    // Native code that returns into a thread being terminated aborts the process: the thread ends itself.
    this.worker.postMessage('close');
    await this.exited;
  }

  private settle(answer: BuildAnswer): void {
    const pending = this.pending.get(answer.id);
    this.pending.delete(answer.id);
    if ('error' in answer) {
      pending?.reject(answer.error);
    } else {
      pending?.resolve(unpackDocuments(answer.documents));
    }
  }

  private end(error: Error): void {
    this.ended ??= error;
    for (const { reject } of this.pending.values()) {
      reject(this.ended);
    }
    this.pending.clear();
  }
}
