/** Progress at one moment. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  /** Share of the total that is done, 0 to 1. */
  readonly fraction: number;
  readonly elapsedSeconds: number;
  /** Steps a second lately, or undefined as long as nothing can be said. */
  readonly stepsPerSecond: number | undefined;
  /** Amount (tokens, bytes, …) a second lately. */
  readonly amountPerSecond: number | undefined;
  /** Seconds that the rest will take at the present speed. */
  readonly remainingSeconds: number | undefined;
}

interface Sample {
  readonly at: number;
  readonly done: number;
  readonly amount: number;
}

/**
 * Speed and time left of work that is done in steps. The speed is that of the last `window` reports: a slow start, in
 * which graphs are built and caches filled, is soon forgotten. Time comes from `clock` alone.
 */
export class ProgressMeter {
  readonly #total: number;
  readonly #clock: () => number;
  readonly #window: number;
  readonly #start: number;
  #samples: Sample[];

  /**
   * @param options.total steps at the end
   * @param options.from steps that were done before, e.g. by the run that is resumed
   * @param options.clock milliseconds from any origin, never going back
   * @param options.window reports to average over (20)
   */
  constructor(options: { total: number; from?: number; clock?: () => number; window?: number }) {
    this.#total = options.total;
    this.#clock = options.clock ?? (() => performance.now());
    this.#window = options.window ?? 20;
    this.#start = this.#clock();
    this.#samples = [{ at: this.#start, done: options.from ?? 0, amount: 0 }];
  }

  /** Reports that `done` steps are done in all, and `amount` more (tokens, bytes) since the last report. */
  report(done: number, amount = 0): Progress {
    const last = this.#samples[this.#samples.length - 1];
    this.#samples.push({ at: this.#clock(), done, amount: last.amount + amount });
    this.#samples = this.#samples.slice(-this.#window - 1);
    return this.now();
  }

  /** Progress as of the last report, with the time that has passed until now. */
  now(): Progress {
    const first = this.#samples[0];
    const last = this.#samples[this.#samples.length - 1];
    const seconds = (last.at - first.at) / 1000;
    const perSecond = (count: number) => (seconds > 0 ? count / seconds : undefined);
    const stepsPerSecond = perSecond(last.done - first.done);
    return {
      done: last.done,
      total: this.#total,
      fraction: this.#total > 0 ? Math.min(1, last.done / this.#total) : 1,
      elapsedSeconds: (this.#clock() - this.#start) / 1000,
      stepsPerSecond,
      amountPerSecond: perSecond(last.amount - first.amount),
      remainingSeconds: stepsPerSecond ? Math.max(0, this.#total - last.done) / stepsPerSecond : undefined,
    };
  }
}
