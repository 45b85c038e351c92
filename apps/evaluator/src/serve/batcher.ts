import { RequestError } from './request-error.js';

/** Work that must not overlap, one after the other in the order in which it came. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Does the work when everything before it is done, whether or not that failed. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }
}

interface Asked<Input, Answer> {
  readonly input: Input;
  readonly signal: AbortSignal;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Computes together what is asked at about the same time: while the model is busy, requests wait, and when it is free all
 * that wait are one batch. A lone request is never held up for others to come.
 */
export class Batcher<Input, Answer> {
  #queue: Asked<Input, Answer>[] = [];
  readonly #options;

  constructor(options: {
    /** Answers in the order of the inputs. Nobody waits for them any more when the signal is aborted. */
    readonly compute: (inputs: readonly Input[], signal: AbortSignal) => Promise<readonly Answer[]>;
    /** Inputs that are computed together at most. */
    readonly batch: number;
    /** Inputs that may wait. */
    readonly waiting: number;
    /** Shared by those that use one machine. */
    readonly turns: Turns;
  }) {
    this.#options = options;
  }

  /**
   * The answer to one input.
   *
   * @param signal takes the question back: it is not computed if it still waits then, and no further when all that are computed with it are
   *   taken back
   * @throws RequestError 503 where too many wait already; the signal's reason; what `compute` throws
   */
  ask(input: Input, signal: AbortSignal): Promise<Answer> {
    const { waiting, turns } = this.#options;
    if (this.#queue.length >= waiting) {
      throw new RequestError(503, `The model is busy: ${waiting} requests wait already. Try again in a moment.`, { 'retry-after': '1' });
    }
    return new Promise<Answer>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      this.#queue.push({ input, signal, resolve, reject });
      // One turn a question: the first takes all that wait by then, later ones may find nothing left.
      void turns.take(() => this.#computeWaiting());
    });
  }

  async #computeWaiting(): Promise<void> {
    this.#queue = this.#queue.filter(({ signal }) => !signal.aborted);
    const asked = this.#queue.splice(0, this.#options.batch);
    if (asked.length > 0) await this.#computeTogether(asked);
  }

  async #computeTogether(asked: readonly Asked<Input, Answer>[]): Promise<void> {
    const unwanted = new AbortController();
    const leave = () => {
      if (asked.every(({ signal }) => signal.aborted)) unwanted.abort(new Error('Nobody waits for the answer.'));
    };
    for (const { signal } of asked) signal.addEventListener('abort', leave, { once: true });
    try {
      const answers = await this.#options.compute(asked.map(({ input }) => input), unwanted.signal);
      asked.forEach(({ resolve }, i) => resolve(answers[i]));
    } catch (error) {
      // One input must not spoil the answers to others.
      if (asked.length === 1) asked[0].reject(error);
      else for (const each of asked.filter(({ signal }) => !signal.aborted)) await this.#computeTogether([each]);
    } finally {
      for (const { signal } of asked) signal.removeEventListener('abort', leave);
    }
  }
}
