import type { Cost } from './recorded-cost.js';

/**
 * What a run has spent up to a step. Steps are added one after the other from where this part of the run began, so that a run that
 * is resumed comes to the same sums as one that was not, whatever the steps before it cost.
 */
export class RunningCost {
  #step: number;
  #sum: Cost;

  /**
   * @param begun steps done before, and what they cost
   * @param costOf what the n-th step costs, n from 1
   */
  constructor(
    private readonly begun: { readonly step: number; readonly spent: Cost },
    private readonly costOf: (n: number) => Cost,
  ) {
    this.#step = begun.step;
    this.#sum = begun.spent;
  }

  /** @param step not before the steps that were done before */
  at(step: number): Cost {
    // Skipped steps are taken back when a run ends in them, which is seldom.
    if (step < this.#step) [this.#step, this.#sum] = [this.begun.step, this.begun.spent];
    while (this.#step < step) {
      const { tokens, flops } = this.costOf(++this.#step);
      this.#sum = { tokens: this.#sum.tokens + tokens, flops: this.#sum.flops + flops };
    }
    return this.#sum;
  }
}
