import type { Metrics } from './run-training.js';

/** When a run ends before its last step. */
export interface EarlyStoppingOptions {
  /** The metric of evaluations that is watched. */
  readonly metric: string;
  /** Evaluations without a better value after which it is enough. */
  readonly patience: number;
  /** How much better a value has to be than the best so far. */
  readonly minDelta: number;
  /** Which values are better; `lower` for metrics that end in "loss", `higher` for others, when absent. */
  readonly better?: 'lower' | 'higher' | undefined;
}

/** Tells when a metric has not become better for some evaluations. */
export class EarlyStopping {
  #best: { readonly step: number; readonly value: number } | undefined;
  #waited = 0;
  readonly #sign: number;

  constructor(private readonly options: EarlyStoppingOptions) {
    const better = options.better ?? (/loss$/i.test(options.metric) ? 'lower' : 'higher');
    this.#sign = better === 'lower' ? -1 : 1;
  }

  /**
   * Takes in an evaluation. Those of an earlier part of the run come first, so that a resumed run stops where it would
   * have stopped.
   *
   * @returns why to stop, or undefined to go on
   * @throws Error when the evaluation lacks the metric
   */
  report(step: number, metrics: Metrics): string | undefined {
    const { metric, patience, minDelta } = this.options;
    const value = metrics[metric];
    if (typeof value !== 'number') {
      throw new Error(
        `Early stopping watches ${metric}, which the evaluations of this run do not have: they have ${Object.keys(metrics).join(', ')}`,
      );
    }
    if (this.#best === undefined || this.#sign * (value - this.#best.value) > minDelta) {
      this.#best = { step, value };
      this.#waited = 0;
    } else {
      this.#waited++;
    }
    if (this.#waited < patience) return undefined;
    const { step: bestStep, value: best } = this.#best;
    return `${metric} has not become better than ${best.toPrecision(4)}, at step ${bestStep}, for ${this.#waited} evaluations`;
  }
}
