import { UserError } from '@electra-ts/config';
import { assertVocabulary } from '@electra-ts/nn';
import type { Tokenizer } from '@electra-ts/tokenizer';
import { sharedRows, type Vocabulary } from './shared-rows.js';

/** A stored model whose rows are to be known again. */
export interface StoredVocabulary {
  /** Where the model came from, for messages. */
  readonly from: string;
  /** Rows of its tables. */
  readonly rows: number;
  /** Undefined where there is none beside it. */
  readonly tokenizer?: Tokenizer | undefined;
}

/**
 * The stored row for each row of a table of another vocabulary, -1 for a new token; null where they are the same,
 * because ids mean the same, or nothing speaks against it: as many rows and no tokenizer.
 *
 * @param rows of the new table
 * @throws UserError where the numbers of rows differ and nothing tells what the stored ids mean, or the stored tokenizer
 * has more tokens than there are rows
 */
export function keptRows({ from, rows: stored, tokenizer }: StoredVocabulary, current: Vocabulary, rows: number): Int32Array | null {
  if (tokenizer !== undefined) {
    assertVocabulary({ vocabSize: stored }, tokenizer);
    const found = sharedRows(tokenizer, current, rows);
    const same = stored === rows && found.every((row, id) => row === id || id >= current.vocabularySize);
    return same ? null : found;
  }
  if (stored === rows) return null;
  throw new UserError({
    what: `Nothing tells which tokens the embeddings of ${from} belong to`,
    expected: `its tokenizer beside it, or ${rows} embeddings as this run's vocabulary has`,
    received: `no tokenizer and ${stored} embeddings`,
    remedy: 'Copy its tokenizer.json or vocab.txt into its folder.',
  });
}
