import type { Example, Sentence } from './example-builder.js';
import { SingleSegmentBuilder } from './single-segment-builder.js';

/** How tails are joined; see `TailJoiner`. */
export interface TailJoinerOptions {
  /** Length of a full example, special tokens included; at least 3. */
  readonly sequenceLength: number;
  readonly specialTokens: { readonly cls: number; readonly sep: number };
}

/**
 * Joins the last, shorter examples of documents, so that all but the very last one are full: [CLS] A [SEP] B [SEP], with
 * [SEP] where a document ends and all of it one segment (the rule of FULL-SENTENCES in RoBERTa, Liu et al. 2019, section
 * 4.2, but for cutting inside of sentences). What a full example has no room for begins the next one.
 */
export class TailJoiner {
  private readonly builder: SingleSegmentBuilder;
  private readonly separator: Sentence;
  /** Longest tail after which a separator and a token fit. */
  private readonly longestBefore: number;

  /** @param open tokens that no example holds yet, of another joiner */
  constructor(
    private readonly options: TailJoinerOptions,
    open?: Sentence,
  ) {
    const { sequenceLength, specialTokens } = options;
    this.builder = new SingleSegmentBuilder({ mode: 'packed', sequenceLength, specialTokens, overflow: 'carry' });
    this.separator = { ids: Int32Array.of(specialTokens.sep), wordStarts: Uint8Array.of(1) };
    this.longestBefore = sequenceLength - 4;
    if (open !== undefined) {
      this.builder.addSentence(open);
    }
  }

  /** A copy of the tokens that no example holds yet. */
  get open(): Sentence {
    return this.builder.open;
  }

  /** Takes an example of one segment, of the next document or of the same one where that is full, and returns those that are full now. */
  add(example: Example): Example[] {
    const { ids, wordStarts } = example;
    if (ids.length === this.options.sequenceLength) {
      return [example];
    }
    const examples: Example[] = [];
    const { length } = this.builder;
    if (length > this.longestBefore) {
      examples.push(...this.builder.endDocument());
    } else if (length > 0) {
      this.builder.addSentence(this.separator);
    }
    const inner = { ids: ids.subarray(1, -1), wordStarts: wordStarts?.subarray(1, -1) ?? new Uint8Array(ids.length - 2).fill(1) };
    examples.push(...this.builder.addSentence(inner));
    return examples;
  }

  /** What is left as the last example, if anything is. */
  finish(): Example[] {
    return this.builder.endDocument();
  }
}
