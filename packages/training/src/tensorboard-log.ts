import { describeFileError } from '@electra-ts/checkpoint';
import { appendFile, mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { MetricsRow } from './metrics-log.js';
import { fileVersion, scalars, sessionStart } from './tensorboard-events.js';

/** A file of a run's measurements that TensorBoard reads: `tensorboard --logdir RUN`. */
export class TensorBoardLog {
  /** Appends in the order of the calls. */
  #last: Promise<void>;

  private constructor(
    private readonly path: string,
    private readonly clock: () => number,
    start: readonly Buffer[],
  ) {
    this.#last = appendFile(path, Buffer.concat(start));
  }

  /**
   * Begins a file in a folder, which is created if need be. Each part of a run has a file of its own.
   *
   * @param from updates done before; what earlier files have past it TensorBoard leaves out
   * @param clock milliseconds since 1970
   * @throws UserError when it cannot be written
   */
  static async open(folder: string, from: number, clock: () => number = Date.now): Promise<TensorBoardLog> {
    const now = clock();
    const path = join(folder, `events.out.tfevents.${Math.floor(now / 1000)}.${hostname()}.${process.pid}.${now % 1000}`);
    const start = [fileVersion(now / 1000), ...(from > 0 ? [sessionStart(now / 1000, from + 1)] : [])];
    try {
      await mkdir(folder, { recursive: true });
      const log = new TensorBoardLog(path, clock, start);
      await log.#last;
      return log;
    } catch (error) {
      throw describeFileError(error, 'write', path);
    }
  }

  /**
   * Appends a row's numbers, under `train/` for steps and under their own names for evaluations.
   *
   * @throws UserError when the disk is full
   */
  append({ step, type, ...row }: MetricsRow): Promise<void> {
    const prefix = type === 'step' ? 'train/' : '';
    const numbers = Object.entries(row).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
    if (numbers.length === 0) return this.#last;
    const values = Object.fromEntries(numbers.map(([name, value]) => [`${prefix}${name}`, value]));
    const record = scalars(this.clock() / 1000, step, values);
    const appended = this.#last.then(() => appendFile(this.path, record)).catch((error: unknown) => {
      throw describeFileError(error, 'append to', this.path);
    });
    this.#last = appended.catch(() => undefined);
    return appended;
  }
}
