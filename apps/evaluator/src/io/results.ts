/** Where a command's results go: standard output, as text or as one JSON array written piece by piece. */
export class Results {
  #count = 0;
  readonly #json: boolean;
  readonly #write: (text: string) => void;

  /**
   * @param options.json one JSON array in place of lines
   * @param options.write standard output when absent
   */
  constructor({ json, write }: { readonly json: boolean; readonly write?: (text: string) => void }) {
    this.#json = json;
    this.#write = write ?? ((text) => void process.stdout.write(text));
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

  /** Closes the array. To be called once, after the last result. */
  end(): void {
    if (this.#json) this.#write(this.#count === 0 ? '[]\n' : ']\n');
  }
}
