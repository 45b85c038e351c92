import { UserError } from '@electra-ts/config';
import type { Outcome } from './in-order.js';
import { oneLine } from './one-line.js';

/** Where a command's results go: standard output, as text or as one JSON array written piece by piece. */
export class Results {
  #count = 0;
  #failures = 0;
  readonly #json: boolean;
  readonly #write: (text: string) => void;
  readonly #complain: (text: string) => void;

  /**
   * @param options.json one JSON array in place of lines
   * @param options.write standard output when absent
   * @param options.complain standard error when absent
   */
  constructor(options: {
    readonly json: boolean;
    readonly write?: (text: string) => void;
    readonly complain?: (text: string) => void;
  }) {
    this.#json = options.json;
    this.#write = options.write ?? ((text) => void process.stdout.write(text));
    this.#complain = options.complain ?? ((text) => void process.stderr.write(text));
  }

  /**
   * All outcomes of an input, to the end of it.
   *
   * @param inWords an answer as people read it
   * @param shown an answer as JSON has it; as it is when absent
   * @throws UserError where a line could not be used, see `end`
   */
  async tell<T>(outcomes: AsyncIterable<Outcome<T>>, inWords: (answer: T) => string, shown: (answer: T) => unknown = (answer) => answer): Promise<void> {
    for await (const outcome of outcomes) {
      if ('error' in outcome) this.fail(outcome);
      else this.add(shown(outcome.answer), inWords(outcome.answer));
    }
    this.end();
  }

  /** One result: `value` where JSON was asked for, otherwise `text`. */
  add(value: unknown, text: string): void {
    if (!this.#json) {
      this.#write(`${text}\n`);
    } else {
      this.#write(`${this.#count === 0 ? '[' : ',\n '}${JSON.stringify(value)}`);
    }
    this.#count++;
  }

  /** A line that could not be used: told on standard error, and in its place among the results, so that both stay in step. */
  fail({ error }: { readonly where: string; readonly error: UserError }): void {
    this.#failures++;
    this.#complain(`${oneLine(error.message)}\n`);
    this.add({ error: error.message }, '');
  }

  /**
   * Closes the array. To be called once, after the last result.
   *
   * @throws UserError where a line could not be used, so that the exit status tells it
   */
  end(): void {
    if (this.#json) this.#write(this.#count === 0 ? '[]\n' : ']\n');
    if (this.#failures > 0) {
      const lines = this.#failures === 1 ? '1 line' : `${this.#failures} lines`;
      throw new UserError({ what: `${lines} of ${this.#count} could not be used and are named above` });
    }
  }
}
