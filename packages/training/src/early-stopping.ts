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

/** What an evaluation means for a run: why to stop, or what to tell; nothing of both is to go on. */
export interface StoppingVerdict {
  readonly because?: string;
  readonly warning?: string;
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
   * have stopped. One that lacks the metric, as none may have been measurable, counts for nothing and is warned of.
   */
  report(step: number, metrics: Metrics): StoppingVerdict {
    const { metric, patience, minDelta } = this.options;
    const value = metrics[metric];
    if (value === undefined) {
      const names = Object.keys(metrics).join(', ') || 'nothing';
      return { warning: `early stopping watches ${metric}, which the evaluation at step ${step} lacks, and goes on: it has ${names}` };
    }
    if (this.#isBetter(value, minDelta)) {
      this.#best = { step, value };
      this.#waited = 0;
    } else {
      this.#waited++;
    }
    if (this.#waited < patience) return {};
    const what = this.#best === undefined ? 'been a number' : `become better than ${this.#best.value.toPrecision(4)}, at step ${this.#best.step},`;
    return { because: `${metric} has not ${what} for ${this.#waited} evaluations` };
  }

  #isBetter(value: number, minDelta: number): boolean {
    if (this.#best === undefined) return !Number.isNaN(value);
    return this.#sign * (value - this.#best.value) > minDelta;
  }
}
