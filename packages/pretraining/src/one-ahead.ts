import { setImmediate } from 'node:timers/promises';

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

  /** Makes a step's input for a later `take`, unless it is ready. @returns seconds that this took */
  prepare(step: number): number {
    const started = this.now();
    if (this.#ready?.step !== step) this.#ready = { step, value: this.make(step) };
    return this.now() - started;
  }

  /**
   * Makes a step's input while another step runs.
   *
   * @param running the other step, which has been started; its failure is left to who awaits it
   * @param resultWait seconds for which results have waited for this thread so far, as `Runtime` has them
   * @returns seconds by which the other step became longer: none where its result came later than the input was made,
   *   all that making it took where the step was over before, as one on this thread is
   */
  async prepareBeside(running: Promise<unknown>, step: number, resultWait: () => number): Promise<number> {
    let isOver = false;
    const over = running.then(
      () => void (isOver = true),
      () => void (isOver = true),
    );
    // The engine gets its feeds before this thread is busy.
    await setImmediate();
    const wasOver = isOver;
    const before = resultWait();
    const seconds = this.prepare(step);
    await over;
    // No result can have waited for the input longer than it was being made; messages take some time by themselves.
    return wasOver ? seconds : Math.min(seconds, resultWait() - before);
  }
}
