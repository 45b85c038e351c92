import type { Random } from '../random/seeded-random.js';

/** One training example: [CLS] A [SEP], or [CLS] A [SEP] B [SEP], without padding. */
export interface Example {
  readonly ids: Int32Array;
  /** Segment of each token: 0 up to the first [SEP], then 1. */
  readonly types: Uint8Array;
  /** 1 where a word begins; [CLS], [SEP] and the first token of a segment begin one. */
  readonly wordStarts?: Uint8Array;
}

/** The tokens of one sentence or line, without special tokens. */
export interface Sentence {
  readonly ids: Int32Array;
  /** 1 where a word begins. */
  readonly wordStarts: Uint8Array;
}

/**
 * What happens to the tokens that a full example has no room for: `drop` loses them, as the reference does; `carry`
 * begins the next example of the document with them.
 */
export const overflows = ['drop', 'carry'] as const;

/** One of `overflows`. */
export type Overflow = (typeof overflows)[number];

/** How examples are built; see `ExampleBuilder`. */
export interface ExampleBuilderOptions {
  /** Longest example, special tokens included; at least 8. */
  readonly sequenceLength: number;
  readonly specialTokens: { readonly cls: number; readonly sep: number };
  readonly random: Random;
  readonly overflow: Overflow;
  /**
   * Target of the very first example: `full` (default) is the reference's; `drawn` gives it the same small chance of a
   * random target as all others, for a builder made anew for each document.
   */
  readonly firstTarget?: 'full' | 'drawn';
}

/** Special tokens of an example with two segments. */
const specialsOfPair = 3;

/** Chance of an example of one segment only, as in classification tasks (reference: `_create_example`). */
const singleSegmentShare = 0.1;

/** Chance that the sentence which would exceed the first segment joins it nevertheless (reference). */
const overflowJoinsFirst = 0.5;

/** Chance of a random, shorter target for the next example (reference). */
const shortTargetShare = 0.05;

/** Shortest random target (reference). */
const shortestTarget = 5;

/**
 * Joins the sentences of documents into examples by the rules of google-research/electra's `ExampleBuilder`
 * (build_pretraining_dataset.py), draw by draw in the same order:
 *
 * - sentences are collected until they reach the target length or the document ends;
 * - one example in ten has a single segment; otherwise the first segment takes sentences while it stays below
 *   (target - 3) / 2, and the one that would exceed it joins it half of the time; the rest is the second segment
 *   (a later sentence short enough for the first segment still goes there, as in the reference);
 * - both are cut to the sequence length; after each example the next target is, one time in twenty, a random one.
 */
export class ExampleBuilder {
  /** Tokens that no example holds so far (`drop` only). */
  droppedTokens = 0;

  private sentences: Sentence[] = [];
  private collected = 0;
  private target: number;

  constructor(private readonly options: ExampleBuilderOptions) {
    this.target = options.firstTarget === 'drawn' ? this.drawTarget() : options.sequenceLength;
  }

  /** Adds a sentence and returns the examples that it completes (with `drop`, at most one). */
  addSentence(sentence: Sentence): Example[] {
    this.collect(sentence);
    return this.createWhile(() => this.collected >= this.target);
  }

  /** Ends the document: whatever is left becomes its last example or examples. */
  endDocument(): Example[] {
    const examples = this.createWhile(() => this.collected > 0);
    this.sentences = [];
    return examples;
  }

  private collect(sentence: Sentence): void {
    this.sentences.push(sentence);
    this.collected += sentence.ids.length;
  }

  private createWhile(isDue: () => boolean): Example[] {
    const examples: Example[] = [];
    while (isDue()) {
      examples.push(this.create());
    }
    return examples;
  }

  private create(): Example {
    const { sequenceLength, overflow } = this.options;
    const [first, second] = this.segments();
    const firstLength = Math.min(tokens(first), sequenceLength - 2);
    const secondLength = Math.min(tokens(second), Math.max(0, sequenceLength - firstLength - specialsOfPair));
    this.sentences = [];
    this.collected = 0;
    for (const [segment, kept] of [[first, firstLength] as const, [second, secondLength] as const]) {
      for (const rest of after(segment, kept)) {
        if (overflow === 'carry') {
          this.collect(rest);
        } else {
          this.droppedTokens += rest.ids.length;
        }
      }
    }
    this.target = this.drawTarget();
    return this.join(first, firstLength, second, secondLength);
  }

  private drawTarget(): number {
    const { random, sequenceLength } = this.options;
    return random.unit() < shortTargetShare ? random.integer(shortestTarget, sequenceLength) : sequenceLength;
  }

  private segments(): [Sentence[], Sentence[]] {
    const { random } = this.options;
    const isSingle = random.unit() < singleSegmentShare;
    const firstTarget = isSingle ? Infinity : Math.floor((this.target - specialsOfPair) / 2);
    const first: Sentence[] = [];
    const second: Sentence[] = [];
    let firstLength = 0;
    let secondLength = 0;
    for (const sentence of this.sentences) {
      const { length } = sentence.ids;
      const joinsFirst =
        firstLength === 0 ||
        firstLength + length < firstTarget ||
        (secondLength === 0 && firstLength < firstTarget && random.unit() < overflowJoinsFirst);
      if (joinsFirst) {
        first.push(sentence);
        firstLength += length;
      } else {
        second.push(sentence);
        secondLength += length;
      }
    }
    return [first, second];
  }

  private join(first: Sentence[], firstLength: number, second: Sentence[], secondLength: number): Example {
    const { cls, sep } = this.options.specialTokens;
    const firstEnd = firstLength + 2;
    const length = secondLength === 0 ? firstEnd : firstEnd + secondLength + 1;
    const ids = new Int32Array(length);
    const types = new Uint8Array(length).fill(1, firstEnd);
    const wordStarts = new Uint8Array(length);
    const special = (position: number, id: number) => {
      ids[position] = id;
      wordStarts[position] = 1;
    };
    special(0, cls);
    copy(first, firstLength, 1, ids, wordStarts);
    special(firstEnd - 1, sep);
    if (secondLength > 0) {
      copy(second, secondLength, firstEnd, ids, wordStarts);
      special(length - 1, sep);
    }
    return { ids, types, wordStarts };
  }
}

function tokens(sentences: readonly Sentence[]): number {
  return sentences.reduce((sum, sentence) => sum + sentence.ids.length, 0);
}

/** What follows the first `kept` tokens of a segment. */
function after(sentences: readonly Sentence[], kept: number): Sentence[] {
  const rest: Sentence[] = [];
  let skipped = 0;
  for (const { ids, wordStarts } of sentences) {
    const from = Math.min(ids.length, Math.max(0, kept - skipped));
    skipped += ids.length;
    if (from < ids.length) {
      rest.push({ ids: ids.subarray(from), wordStarts: wordStarts.subarray(from) });
    }
  }
  return rest;
}

/** Writes the first `length` tokens of a segment from `position` on. */
function copy(
  sentences: readonly Sentence[],
  length: number,
  position: number,
  ids: Int32Array,
  wordStarts: Uint8Array,
): void {
  let written = 0;
  for (const sentence of sentences) {
    const part = Math.min(sentence.ids.length, length - written);
    ids.set(sentence.ids.subarray(0, part), position + written);
    wordStarts.set(sentence.wordStarts.subarray(0, part), position + written);
    written += part;
  }
  // A segment may begin in the middle of a word that the previous example ended in.
  if (length > 0) {
    wordStarts[position] = 1;
  }
}
