import { UserError } from '@electra-ts/config';
import { isObservable, type Observable } from 'rxjs';

import { Credits } from '../streams/credits.js';
import { toPull } from '../streams/to-pull.js';
import { cutText } from './cut-text.js';
import type { Document } from './document-stream.js';

/** See `documentsFrom`. */
export interface DocumentsFromOptions {
  /** Shared with an Observable that heeds them; by default 1,024 documents may wait. An AsyncIterable never runs ahead. */
  readonly credits?: Credits;
  /** Longest document in UTF-16 units; longer ones come in pieces, as `documentStream`'s do. Default 65,536. */
  readonly maxDocumentLength?: number;
}

/**
 * Documents from anywhere: a database, a crawler, another library's stream. Of an AsyncIterable one document at a time
 * is under way, of an Observable at most `credits.bound`. Documents of white space only are left out.
 *
 * @throws {UserError} for a document without an id or a text, by its number
 * @throws {Error} where an Observable runs further ahead than its credits
 */
export async function* documentsFrom(
  source: AsyncIterable<Document> | Observable<Document>,
  options: DocumentsFromOptions = {},
): AsyncGenerator<Document> {
  const { credits = new Credits(1024), maxDocumentLength = 1 << 16 } = options;
  let number = 0;
  for await (const document of isObservable(source) ? toPull(source, credits) : source) {
    number++;
    check(document, number);
    const pieces = cutText(document.text, maxDocumentLength);
    for (const [i, text] of pieces.entries()) {
      if (text.trim() !== '') {
        yield pieces.length === 1 ? document : { ...document, id: `${document.id}#${i}`, text };
      }
    }
  }
}

/** Types promise it, but data from elsewhere may not keep to them. */
function check({ id, text }: { readonly id: unknown; readonly text: unknown }, number: number): void {
  if (typeof id !== 'string' || typeof text !== 'string') {
    const isIdBad = typeof id !== 'string';
    throw new UserError({
      what: `Document ${number}${isIdBad ? '' : ` (${id})`} of the source has no ${isIdBad ? 'id' : 'text'}`,
      expected: 'strings under id and text',
      received: typeof (isIdBad ? id : text),
    });
  }
}
