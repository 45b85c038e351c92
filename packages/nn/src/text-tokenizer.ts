/** The tokens of a text, without special tokens. */
export interface TextEncoding {
  readonly ids: Int32Array;
  /** Where each token stands in the text, in UTF-16 units. */
  readonly offsets: readonly (readonly [start: number, end: number])[];
}

/**
 * What a model that reads text asks of a tokenizer. `Tokenizer` of `@electra-ts/tokenizer` is one; models do not depend on
 * it, as it brings native code that whoever has token ids already does not need.
 */
export interface TextTokenizer {
  /** One more than the largest token id. */
  readonly vocabularySize: number;
  /** Ids of the special tokens by their role. */
  readonly specialTokens: Readonly<Record<'pad' | 'cls' | 'sep' | 'mask', number>>;
  encodeBatch(texts: readonly string[]): Promise<readonly TextEncoding[]>;
  idToToken(id: number): string;
}
