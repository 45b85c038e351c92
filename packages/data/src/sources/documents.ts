import type { Observable } from 'rxjs';

import type { Credits } from '../streams/credits.js';
import { fromPull } from '../streams/from-pull.js';
import { type Document, type DocumentOptions, documentStream } from './document-stream.js';

/** `documentStream`'s options, and who may ask for more. */
export interface ObservableDocumentOptions extends DocumentOptions {
  /** Where the consumer grants credits; without them documents follow as fast as subscribers' `next` returns. */
  readonly credits?: Credits;
}

/**
 * `documentStream` as an Observable. It is cold: each subscription reads the files anew, and unsubscribing closes them.
 *
 * RxJS has no back-pressure, so the bound has to be said: a document is read when the one before it has been delivered
 * (`next` has returned) and, with `credits`, when a credit is left. A subscriber that works asynchronously should give
 * credits and return them when it is done, as `mapInTurn` does; then at most `credits.bound` documents are under way.
 */
export function documents(paths: readonly string[], options: ObservableDocumentOptions = {}): Observable<Document> {
  return fromPull(() => documentStream(paths, options), options.credits);
}
