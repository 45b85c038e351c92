import type { Example } from '../examples/example-builder.js';
import type { BuiltDocument } from './build-documents.js';

/** Built documents in arrays that move between threads without being copied. `N` documents, `E` examples, `T` tokens. */
export interface PackedDocuments {
  /** [N] */
  readonly places: Float64Array<ArrayBuffer>;
  /** [N x 3] */
  readonly hashWords: Int32Array<ArrayBuffer>;
  /** [N] */
  readonly droppedTokens: Float64Array<ArrayBuffer>;
  /** [N] examples of each document. */
  readonly examples: Uint32Array<ArrayBuffer>;
  /** [E] tokens of each example. */
  readonly lengths: Uint32Array<ArrayBuffer>;
  /** [E] tokens of each example's first segment. */
  readonly boundaries: Uint32Array<ArrayBuffer>;
  /** [T] */
  readonly ids: Int32Array<ArrayBuffer>;
  /** [T] */
  readonly wordStarts: Uint8Array<ArrayBuffer>;
}

/** Copies documents into arrays. */
export function packDocuments(documents: readonly BuiltDocument[]): PackedDocuments {
  const examples = documents.flatMap((document) => document.examples);
  const tokens = examples.reduce((sum, { ids }) => sum + ids.length, 0);
  const ids = new Int32Array(tokens);
  const wordStarts = new Uint8Array(tokens);
  let place = 0;
  for (const example of examples) {
    ids.set(example.ids, place);
    if (example.wordStarts === undefined) {
      wordStarts.fill(1, place, place + example.ids.length);
    } else {
      wordStarts.set(example.wordStarts, place);
    }
    place += example.ids.length;
  }
  return {
    places: Float64Array.from(documents, ({ hash }) => hash.place),
    hashWords: Int32Array.from(documents.flatMap(({ hash }) => hash.words)),
    droppedTokens: Float64Array.from(documents, (document) => document.droppedTokens),
    examples: Uint32Array.from(documents, (document) => document.examples.length),
    lengths: Uint32Array.from(examples, (example) => example.ids.length),
    boundaries: Uint32Array.from(examples, ({ types }) => (types.includes(1) ? types.indexOf(1) : types.length)),
    ids,
    wordStarts,
  };
}

/** The documents that were packed; their tokens are views of the arrays. */
export function unpackDocuments(packed: PackedDocuments): BuiltDocument[] {
  let example = 0;
  let place = 0;
  const nextExample = (): Example => {
    const end = place + packed.lengths[example];
    const types = new Uint8Array(end - place).fill(1, packed.boundaries[example++]);
    const result = { ids: packed.ids.subarray(place, end), types, wordStarts: packed.wordStarts.subarray(place, end) };
    place = end;
    return result;
  };
  return Array.from(packed.places, (hashPlace, i) => ({
    hash: { place: hashPlace, words: [...packed.hashWords.subarray(3 * i, 3 * i + 3)] },
    droppedTokens: packed.droppedTokens[i],
    examples: Array.from({ length: packed.examples[i] }, nextExample),
  }));
}

/** What has to be transferred so that nothing is copied. */
export function buffersOf(packed: PackedDocuments): ArrayBuffer[] {
  return Object.values({ ...packed }).map(({ buffer }) => buffer);
}
