import { keptLengths } from '@electra-ts/data';
import type { Tokenizer } from '@electra-ts/tokenizer';
import type { Unlabeled } from './labeled-data.js';

/** A text, or pair, as a network reads it. */
export interface EncodedExample {
  /** [CLS] text [SEP], and pair [SEP] where there is one. */
  readonly ids: Int32Array;
  /** 0 for the text with [CLS] and its [SEP], 1 for the pair with its own. */
  readonly types: Uint8Array;
}

/** What `encodeExamples` needs of a tokenizer. */
export type ExampleTokenizer = Pick<Tokenizer, 'encodeBatch' | 'specialTokens'>;

/**
 * Encodes texts with their special tokens, cut to a length as Hugging Face's `longest_first` does: from the end of the
 * longer one.
 *
 * @param maxLength longest result in tokens, special tokens included
 * @returns the examples in order, and how many were cut
 */
export async function encodeExamples(
  examples: readonly Unlabeled[],
  tokenizer: ExampleTokenizer,
  maxLength: number,
): Promise<{ encoded: EncodedExample[]; truncated: number }> {
  const texts = await tokenizer.encodeBatch(examples.map(({ text }) => text));
  const pairs = await tokenizer.encodeBatch(examples.map(({ pair }) => pair ?? ''));
  let truncated = 0;
  const encoded = examples.map(({ pair }, i) => {
    const first = texts[i].ids;
    const second = pair === undefined ? null : pairs[i].ids;
    const room = maxLength - (second ? 3 : 2);
    const [keptFirst, keptSecond] = keptLengths(first.length, second?.length ?? 0, room);
    if (keptFirst < first.length || keptSecond < (second?.length ?? 0)) truncated++;
    return joined(tokenizer, first.subarray(0, keptFirst), second?.subarray(0, keptSecond) ?? null);
  });
  return { encoded, truncated };
}

/** Puts the special tokens around a text, and a pair where there is one. */
export function joined(
  { specialTokens: { cls, sep } }: Pick<Tokenizer, 'specialTokens'>,
  first: Int32Array,
  second: Int32Array | null,
): EncodedExample {
  const ids = second ? [cls, ...first, sep, ...second, sep] : [cls, ...first, sep];
  return { ids: Int32Array.from(ids), types: new Uint8Array(ids.length).fill(1, first.length + 2) };
}
