/** What a step has to report for `SkippedSteps`. */
export interface StepHealth {
  readonly loss?: number;
  readonly gradientNorm?: number;
}

/** Gradient norms that are remembered, to see what led to a skip. */
const REMEMBERED = 8;

/** Whether a step was skipped: its loss or its gradient norm is not a finite number. */
export function isSkipped({ loss = 0, gradientNorm = 0 }: StepHealth): boolean {
  return !(Number.isFinite(loss) && Number.isFinite(gradientNorm));
}

/**
 * Counts the steps whose loss or gradient norm was not finite. Such a step changes nothing (see `isFiniteStep` of
 * optim), so a few do no harm; many in a row mean that training has diverged.
 */
export class SkippedSteps {
  #total = 0;
  #inARow = 0;
  #norms: number[] = [];

  /** @param limit skipped steps in a row that are too many */
  constructor(readonly limit: number) {}

  /** Steps skipped so far. */
  get total(): number {
    return this.#total;
  }

  /** Steps skipped since the last that was not. */
  get inARow(): number {
    return this.#inARow;
  }

  /** Whether `limit` steps were skipped in a row, the last one among them. */
  get isExhausted(): boolean {
    return this.#inARow >= this.limit;
  }

  /** Gradient norms of the last steps that were not skipped, oldest first. */
  get normsBefore(): readonly number[] {
    return this.#norms;
  }

  /** Takes in a step's numbers. @returns what to tell, where the step was skipped */
  report(step: number, health: StepHealth): string | undefined {
    const { loss = 0, gradientNorm = 0 } = health;
    if (!isSkipped(health)) {
      this.#inARow = 0;
      this.#norms = [...this.#norms, gradientNorm].slice(-REMEMBERED);
      return undefined;
    }
    this.#total++;
    this.#inARow++;
    return (
      `step ${step} is skipped: its loss is ${loss} and its gradient norm ${gradientNorm}; nothing was changed ` +
      `(${this.#inARow} in a row, of at most ${this.limit}; ${this.#total} in all)`
    );
  }
}
