/** Share of the old mean that a step keeps: about the last 50 steps count. */
const MEMORY = 0.98;
/** Steps before anything is said, and between two warnings. */
const PATIENCE = 50;
/** Standard deviations above the mean that are a spike. */
const DEVIATIONS = 6;
/** Smallest relative rise that counts, for losses that hardly vary. */
const LEAST_RISE = 0.1;

/** Notices losses that stand out from those of the steps before: bad text in the data, or training about to diverge. */
export class LossSpikes {
  #mean = 0;
  #variance = 0;
  #seen = 0;
  #quietUntil = PATIENCE;

  /** Takes in a step's loss. @returns what to tell, where it is a spike */
  report(step: number, loss: number): string | undefined {
    if (!Number.isFinite(loss)) return undefined;
    this.#seen++;
    const limit = this.#mean + Math.max(DEVIATIONS * Math.sqrt(this.#variance), LEAST_RISE * Math.abs(this.#mean));
    const isSpike = this.#seen > PATIENCE && loss > limit;
    const usual = this.#mean;
    // The mean starts as a plain one; a spike counts as the limit, so that one does not hide the next.
    const share = Math.max(1 - MEMORY, 1 / this.#seen);
    const difference = (isSpike ? limit : loss) - this.#mean;
    this.#mean += share * difference;
    this.#variance = (1 - share) * (this.#variance + share * difference * difference);
    if (!isSpike || this.#seen <= this.#quietUntil) return undefined;
    this.#quietUntil = this.#seen + PATIENCE;
    return `the loss jumped to ${loss.toPrecision(4)} at step ${step}, from ${usual.toPrecision(4)} on the average`;
  }
}
