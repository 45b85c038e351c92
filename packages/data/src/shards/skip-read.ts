import { UserError } from '@electra-ts/config';

import type { Document } from '../sources/document-stream.js';
import { chainHash, hashDocument, type Side } from './held-out.js';
import type { PreparationState } from './preparation.js';

/** Reads over documents whose examples are written already, and makes sure that they are the same documents. */
export class SkipRead {
  private chain = '';
  private skipped = 0;

  /** @param state where the work stopped; undefined where it is new */
  constructor(private readonly state: Pick<PreparationState, 'read' | 'chain'> | undefined) {}

  /**
   * The documents of a stream that were not read before; the held-out stream, where there is one, comes first.
   *
   * @throws {UserError} where the documents are others than those read before
   */
  async *rest(documents: AsyncIterable<Document>, stream: Side): AsyncGenerator<Document> {
    if (this.state === undefined) {
      yield* documents;
      return;
    }
    const { read, chain } = this.state;
    let place = 0;
    for await (const document of documents) {
      if (place < read[stream]) {
        this.chain = chainHash(this.chain, hashDocument(document.text));
        this.skipped++;
        place++;
        if (this.skipped === read.train + read.valid && this.chain !== chain) {
          throw changed();
        }
      } else if (stream === 'valid' && read.train > 0) {
        // All of the held-out text had been read.
        throw changed();
      } else {
        yield document;
      }
    }
    if (place < read[stream]) {
      throw changed();
    }
  }
}

function changed(): UserError {
  return new UserError({
    what: 'The text is not that of the unfinished work',
    expected: 'the same documents, in the same order, as far as they were read',
    received: 'others, or fewer',
    remedy: 'Give the same input and cleaning again, or start over (--force)',
  });
}
