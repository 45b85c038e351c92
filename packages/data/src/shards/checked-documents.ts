import { showValue, UserError } from '@electra-ts/config';

import type { Document } from '../sources/document-stream.js';

/**
 * The documents as they come.
 *
 * @param stream the option that they come from, for errors
 * @throws {UserError} saying which document is none, by its number from 0, and what it is
 */
export async function* checkedDocuments(documents: AsyncIterable<Document>, stream: string): AsyncGenerator<Document> {
  let number = 0;
  for await (const document of documents) {
    check(document, `prepare: document ${number++} of ${stream}`);
    yield document;
  }
}

function check(document: unknown, what: string): void {
  const { id, text } = (typeof document === 'object' && document !== null ? document : {}) as Partial<Record<keyof Document, unknown>>;
  if (typeof text === 'string') return;
  throw new UserError({
    what: typeof id === 'string' ? `${what}, ${showValue(id)}` : what,
    expected: 'an object { id, text } whose text is a string',
    received: typeof id === 'string' ? `the text ${showValue(text)}` : showValue(document),
  });
}
