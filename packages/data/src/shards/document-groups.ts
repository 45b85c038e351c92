import type { Document } from '../sources/document-stream.js';

/** Characters encoded at a time: enough to keep threads busy, little enough to hold several groups. */
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
