import { fillUniform, type RandomKey } from '@electra-ts/ops';

/** What `Unigram.count` reads: `ShardSet` of @electra-ts/data is one. */
export interface ExampleSource {
  readonly size: number;
  example(index: number): { readonly ids: Int32Array };
}

/** More examples than this are sampled at even distances: a unigram estimate gains nothing from more. */
const MOST_EXAMPLES = 100_000;

/** How often each token occurs, as something to predict with and to sample from. */
export class Unigram {
  readonly #cumulative: Float64Array;
  /** Entries of the vocabulary. */
  readonly vocabularySize: number;
  /** The most frequent token; the lowest id where several are. */
  readonly mostFrequent: number;

  /**
   * @param counts occurrences by id
   * @throws RangeError when every count is 0
   */
  constructor(counts: ArrayLike<number>) {
    this.#cumulative = new Float64Array(counts.length);
    let total = 0;
    let best = 0;
    for (let id = 0; id < counts.length; id++) {
      total += counts[id] as number;
      this.#cumulative[id] = total;
      if ((counts[id] as number) > (counts[best] as number)) best = id;
    }
    if (total === 0) throw new RangeError('Unigram: expected at least one token, every count is 0.');
    this.mostFrequent = best;
    this.vocabularySize = counts.length;
  }

  /** Counts the tokens of a data set, special tokens left out. */
  static count(source: ExampleSource, options: { vocabularySize: number; special: Iterable<number> }): Unigram {
    const counts = new Float64Array(options.vocabularySize);
    const stride = Math.max(1, source.size / MOST_EXAMPLES);
    for (let at = 0; at < source.size; at += stride) {
      for (const id of source.example(Math.floor(at)).ids) counts[id]++;
    }
    for (const id of options.special) counts[id] = 0;
    return new Unigram(counts);
  }

  /** Share of all occurrences that are this token's. */
  probability(id: number): number {
    const total = this.#cumulative[this.#cumulative.length - 1];
    return (this.#cumulative[id] - (id === 0 ? 0 : this.#cumulative[id - 1])) / total;
  }

  /** Fills `out` with independent draws: a pure function of the key. A token that never occurs is never drawn. */
  sample(out: Int32Array, key: RandomKey): void {
    const uniform = new Float32Array(out.length);
    fillUniform(uniform, key);
    const total = this.#cumulative[this.#cumulative.length - 1];
    for (let i = 0; i < out.length; i++) {
      const point = uniform[i] * total;
      let low = 0;
      let high = this.#cumulative.length - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this.#cumulative[middle] > point) high = middle;
        else low = middle + 1;
      }
      out[i] = low;
    }
  }
}
