import { mergePieces } from './merge-pieces.js';
import { PieceTable } from './piece-table.js';
import { SpelledWords } from './spelled-words.js';

async function merged(words: Record<string, number>, options = { vocabularySize: 100, minFrequency: 1 }) {
  const table = new PieceTable([...new Set(Object.keys(words).join(''))].sort());
  const spelled = new SpelledWords(new Map(Object.entries(words)), table);
  const { size } = table;
  await mergePieces(table, spelled, options);
  return table.list().slice(size);
}

describe('mergePieces', () => {
  it('merges the most frequent pair first, wherever it stands', async () => {
    // ##u ##g stands 20 times, then h ##ug 15 times. p ##u stood 17 times, but only 12 since ##ug is one piece; ##u ##n
    // stands as often, but p has the smaller id. Then pu ##n (12), and of the two that stand 5 times p ##ug first.
    await expect(merged({ hug: 10, pug: 5, pun: 12, hugs: 5 })).resolves.toEqual([
      '##ug',
      'hug',
      'pu',
      'pun',
      'pug',
      'hugs',
    ]);
  });

  it('takes the pair with the smaller ids of equally frequent ones', async () => {
    // Ids: a b c d ##b ##d in the order of first use.
    await expect(merged({ cd: 2, ab: 2 })).resolves.toEqual(['ab', 'cd']);
  });

  it('returns the pairs in the order of their merges, in a table without marks too', async () => {
    const table = new PieceTable(['a', 'b', 'c'], '');
    const words = new SpelledWords(new Map([['abc', 3], ['ab', 1]]), table);
    await expect(mergePieces(table, words, { vocabularySize: 9, minFrequency: 1 })).resolves.toEqual([
      [0, 1],
      [3, 2],
    ]);
    expect(table.list()).toEqual(['a', 'b', 'c', 'ab', 'abc']);
  });

  it('stops at the size of the vocabulary', async () => {
    await expect(merged({ abcdef: 1 }, { vocabularySize: 13, minFrequency: 1 })).resolves.toHaveLength(2);
  });

  it('stops at pairs that are too rare', async () => {
    await expect(merged({ ab: 3, cd: 2 }, { vocabularySize: 100, minFrequency: 3 })).resolves.toEqual(['ab']);
  });

  it('adds a token once that two different pairs spell', async () => {
    // "abc" comes from ab + ##c (4 times) and, behind ##bc, from a + ##bc.
    const tokens = await merged({ abc: 4, ab: 9, xbc: 20 });
    expect(tokens).toEqual([...new Set(tokens)]);
    expect(tokens).toContain('abc');
  });

  it('stops when aborted', async () => {
    const table = new PieceTable(['a']);
    const words = new SpelledWords(new Map(Array.from({ length: 400 }, (_, i) => ['a'.repeat(i + 1), 1])), table);
    const signal = AbortSignal.abort();
    await expect(mergePieces(table, words, { vocabularySize: 1e6, minFrequency: 1, signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
