/** How a program that follows a run's events steers it; see `TrainingPlan.controls`. */
export class TrainingControls {
  readonly #stop = new AbortController();
  #saves = false;
  #evaluates = false;

  /** Aborted once the run has been asked to stop. Its reason is the text that `stop` was given. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Stops the run after the update in progress; it is saved, and its `finished` event says why. */
  stop(because: string): void {
    this.#stop.abort(because);
  }

  /** Saves a checkpoint after the update in progress, whatever the plan says. */
  save(): void {
    this.#saves = true;
  }

  /** Evaluates after the update in progress, whatever the plan says. */
  evaluate(): void {
    this.#evaluates = true;
  }

  /** Whether a checkpoint was asked for since the last call. */
  takeSave(): boolean {
    const asked = this.#saves;
    this.#saves = false;
    return asked;
  }

  /** Whether an evaluation was asked for since the last call. */
  takeEvaluate(): boolean {
    const asked = this.#evaluates;
    this.#evaluates = false;
    return asked;
  }
}
