import type { Document } from '../sources/document-stream.js';

/** A document to go on with, or why it is left out. */
export type Cleaned = Document | { readonly dropped: string };

/** One rule of cleaning. It may remember earlier documents, so each run needs its own. */
export interface CleaningStep {
  /** As reports call it. */
  readonly name: string;
  /** The document, changed or not, or the reason to drop it; reasons are counted, so there should be few of them. */
  apply(document: Document): Cleaned | Promise<Cleaned>;
}
