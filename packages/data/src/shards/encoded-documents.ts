import type { Tokenizer } from '@electra-ts/tokenizer';

import type { Sentence } from '../examples/example-builder.js';
import { sentences, type SentenceUnit } from '../examples/sentences.js';
import type { Document } from '../sources/document-stream.js';

/** A document and its sentences in tokens. */
export interface EncodedDocument {
  readonly document: Document;
  readonly sentences: readonly Sentence[];
}

/** Characters encoded at a time: enough to keep an encoder's threads busy, little enough to hold two groups. */
const groupCharacters = 1 << 18;

/** Gathers documents until they have `characters` UTF-16 units together. */
export async function* documentGroups(
  documents: AsyncIterable<Document>,
  characters: number = groupCharacters,
): AsyncGenerator<Document[]> {
  let group: Document[] = [];
  let size = 0;
  for await (const document of documents) {
    group.push(document);
    // The least share keeps groups of very many empty documents finite.
    size += document.text.length + 1;
    if (size >= characters) {
      yield group;
      group = [];
      size = 0;
    }
  }
  if (group.length > 0) {
    yield group;
  }
}

/** Encodes all sentences of some documents in one batch. */
export async function encodeDocuments(
  documents: readonly Document[],
  tokenizer: Pick<Tokenizer, 'encodePieces'>,
  unit: SentenceUnit,
): Promise<EncodedDocument[]> {
  const texts = documents.map(({ text }) => sentences(text, unit));
  const pieces = await tokenizer.encodePieces(texts.flat());
  let next = 0;
  return documents.map((document, i) => ({ document, sentences: texts[i].map(() => pieces[next++]) }));
}
