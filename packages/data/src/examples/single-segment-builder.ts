import type { Example, Overflow, Sentence } from './example-builder.js';

/** How examples are built; see `SingleSegmentBuilder`. */
export interface SingleSegmentOptions {
  /** `packed` fills examples with one sentence after the other; `sentence` begins a new one with each sentence. */
  readonly mode: 'packed' | 'sentence';
  /** Longest example, special tokens included; at least 3. */
  readonly sequenceLength: number;
  readonly specialTokens: { readonly cls: number; readonly sep: number };
  /**
   * What happens to the tokens of a sentence longer than an example in `sentence` mode: `carry` makes further examples
   * of them, `drop` loses them. `packed` has no tokens left over.
   */
  readonly overflow: Overflow;
}

/**
 * Examples of one segment, [CLS] A [SEP], without any random choice.
 *
 * `packed` puts the sentences of a document one after the other and cuts wherever an example is full, so that all but
 * the document's last are exactly `sequenceLength` long; none spans two documents (the rule of DOC-SENTENCES in RoBERTa,
 * Liu et al. 2019, section 4.2, but for cutting inside of sentences). `sentence` makes an example of each sentence.
 */
export class SingleSegmentBuilder {
  /** Tokens that no example holds so far (`sentence` with `drop` only). */
  droppedTokens = 0;

  private readonly ids: Int32Array;
  private readonly wordStarts: Uint8Array;
  private collected = 0;

  constructor(private readonly options: SingleSegmentOptions) {
    const room = options.sequenceLength - 2;
    this.ids = new Int32Array(room);
    this.wordStarts = new Uint8Array(room);
  }

  /** Tokens that no example holds yet. */
  get length(): number {
    return this.collected;
  }

  /** A copy of them. */
  get open(): Sentence {
    return { ids: this.ids.slice(0, this.collected), wordStarts: this.wordStarts.slice(0, this.collected) };
  }

  /** Adds a sentence and returns the examples that it completes. */
  addSentence({ ids, wordStarts }: Sentence): Example[] {
    const { mode, overflow } = this.options;
    const examples: Example[] = [];
    for (let place = 0; place < ids.length; ) {
      const end = Math.min(ids.length, place + this.ids.length - this.collected);
      this.ids.set(ids.subarray(place, end), this.collected);
      this.wordStarts.set(wordStarts.subarray(place, end), this.collected);
      this.collected += end - place;
      place = end;
      if (this.collected === this.ids.length) {
        examples.push(this.take());
        if (mode === 'sentence' && overflow === 'drop') {
          this.droppedTokens += ids.length - place;
          break;
        }
      }
    }
    return mode === 'sentence' ? [...examples, ...this.endDocument()] : examples;
  }

  /** Ends the document: whatever is left becomes its last example. */
  endDocument(): Example[] {
    return this.collected === 0 ? [] : [this.take()];
  }

  private take(): Example {
    const { cls, sep } = this.options.specialTokens;
    const ids = new Int32Array(this.collected + 2);
    const wordStarts = new Uint8Array(ids.length);
    ids[0] = cls;
    ids.set(this.ids.subarray(0, this.collected), 1);
    ids[ids.length - 1] = sep;
    wordStarts.set(this.wordStarts.subarray(0, this.collected), 1);
    // An example may begin in the middle of a word that the previous one ended in.
    wordStarts[0] = wordStarts[1] = wordStarts[ids.length - 1] = 1;
    this.collected = 0;
    return { ids, types: new Uint8Array(ids.length), wordStarts };
  }
}
