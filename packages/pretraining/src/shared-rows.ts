import type { Tokenizer } from '@electra-ts/tokenizer';

/** What `sharedRows` asks of a tokenizer. */
export type Vocabulary = Pick<Tokenizer, 'vocabularySize' | 'tokenToId' | 'idToToken' | 'specialTokens'>;

const roles = ['pad', 'unk', 'cls', 'sep', 'mask'] as const;

/**
 * For each id of one vocabulary, the id that the same token has in another, or -1 where it is new. Tokens are the same
 * where they are written the same; special tokens are where they play the same role, whatever they are called.
 *
 * @param rows of the table that the ids are for, at least the new vocabulary's size
 */
export function sharedRows(old: Vocabulary, current: Vocabulary, rows: number): Int32Array {
  const found = new Int32Array(rows).fill(-1);
  for (let id = 0; id < current.vocabularySize; id++) {
    const token = orUndefined(() => current.idToToken(id)); // ids need not be without gaps
    found[id] = (token === undefined ? undefined : old.tokenToId(token)) ?? -1;
  }
  for (const role of roles) {
    const [to, from] = [current, old].map(({ specialTokens }) => orUndefined(() => specialTokens[role]));
    if (to !== undefined && from !== undefined) found[to] = from;
  }
  return found;
}

function orUndefined<T>(get: () => T): T | undefined {
  try {
    return get();
  } catch {
    return undefined;
  }
}
