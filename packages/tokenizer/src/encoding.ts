import type { Encoding as NativeEncoding } from 'tokenizers';

/**
 * The tokens of a text. Those of a tokenizer find offsets and words when they are asked for, which few who encode much need:
 * a copy (`{ ...encoding }`, `structuredClone`, JSON) has the ids only. Name what it should have:
 * `const { ids, offsets, wordIds } = encoding`.
 */
export interface Encoding {
  /** One id a token. */
  readonly ids: Int32Array;
  /** Where each token stands in the text, in UTF-16 units: `text.slice(start, end)` is what the token was made from. */
  readonly offsets: readonly (readonly [start: number, end: number])[];
  /** The number of the word that each token is part of, from 0; -1 for a token outside of words. */
  readonly wordIds: readonly number[];
}

/** An encoding by the native library, whose offsets count code points. Offsets and words are read when asked for. */
export class ConvertedEncoding implements Encoding {
  readonly ids: Int32Array;
  readonly #text: string;
  readonly #native: NativeEncoding;
  #offsets: readonly (readonly [number, number])[] | undefined;
  #wordIds: readonly number[] | undefined;

  constructor(text: string, native: NativeEncoding) {
    this.ids = Int32Array.from(native.getIds());
    this.#text = text;
    this.#native = native;
  }

  get offsets(): readonly (readonly [number, number])[] {
    return (this.#offsets ??= toUtf16(this.#text, this.#native.getOffsets() as [number, number][]));
  }

  get wordIds(): readonly number[] {
    return (this.#wordIds ??= this.#native.getWordIds().map((word) => word ?? -1));
  }
}

const SURROGATE_PAIR = /[\uD800-\uDBFF][\uDC00-\uDFFF]/;

/**
 * Offsets in code points of `text` turned into offsets in UTF-16 units. A surrogate without its partner counts as
 * one code point, in JavaScript as in the library, which sees U+FFFD there.
 */
export function toUtf16(text: string, offsets: readonly [number, number][]): readonly (readonly [number, number])[] {
  if (!SURROGATE_PAIR.test(text)) return offsets;
  const starts: number[] = [];
  let position = 0;
  for (const character of text) {
    starts.push(position);
    position += character.length;
  }
  starts.push(position);
  return offsets.map(([start, end]) => [starts[start], starts[end]] as const);
}
