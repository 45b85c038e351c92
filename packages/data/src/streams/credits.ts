/**
 * How much a source may still emit: a consumer grants a credit for each value it has dealt with, the source takes one
 * before each value it makes. At most `bound` values are under way between the two. One source, one consumer.
 */
export class Credits {
  private available: number;
  private waiting: (() => void) | undefined;

  /** @throws {RangeError} where `bound` is not an integer of at least 1 */
  constructor(readonly bound: number) {
    if (!Number.isInteger(bound) || bound < 1) {
      throw new RangeError(`Credits: expected a bound of at least 1, received ${bound}`);
    }
    this.available = bound;
  }

  /** Credits that a source holds: values that it has made or is making. 0 where the source does not heed them. */
  get taken(): number {
    return this.bound - this.available;
  }

  /**
   * Returns a credit.
   *
   * @throws {Error} where more come back than were taken: the consumer counts wrongly
   */
  grant(): void {
    if (this.available >= this.bound) {
      throw new Error(`Credits: all ${this.bound} are granted already; one was returned twice`);
    }
    this.available++;
    const wake = this.waiting;
    this.waiting = undefined;
    wake?.();
  }

  /** Takes a credit as soon as there is one; resolves to false, without one, when `signal` aborts first. */
  async take(signal: AbortSignal): Promise<boolean> {
    while (this.available === 0 && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const wake = () => {
          signal.removeEventListener('abort', wake);
          resolve();
        };
        this.waiting = wake;
        signal.addEventListener('abort', wake);
      });
    }
    if (signal.aborted) {
      return false;
    }
    this.available--;
    return true;
  }
}
