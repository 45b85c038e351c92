/** What `OneAhead.take` hands over. */
export interface Taken<T> {
  readonly value: T;
  /** Seconds that the caller waited for it. */
  readonly seconds: number;
}

/**
 * Makes the next step's input while the current step runs elsewhere (in a worker). Each input is a pure function of the
 * step's number, so that one made in vain does no harm.
 */
export class OneAhead<T> {
  #ready: { readonly step: number; readonly value: T } | undefined;

  constructor(
    private readonly make: (step: number) => T,
    private readonly now: () => number = () => performance.now() / 1000,
  ) {}

  /** The input of a step: the one that is ready, or else made now. Throws whatever making it throws. */
  take(step: number): Taken<T> {
    const started = this.now();
    const value = this.#ready?.step === step ? this.#ready.value : this.make(step);
    this.#ready = undefined;
    return { value, seconds: this.now() - started };
  }

  /** Makes a step's input for a later `take`, unless it is ready. */
  prepare(step: number): void {
    if (this.#ready?.step !== step) this.#ready = { step, value: this.make(step) };
  }
}
