import { PieceTable } from './piece-table.js';
import { pairOf, SpelledWords, splitPair } from './spelled-words.js';

describe('pairOf', () => {
  it('is undone by splitPair and orders by the first, then the second id', () => {
    expect(splitPair(pairOf(70_000_000 % 2 ** 26, 12))).toEqual([70_000_000 % 2 ** 26, 12]);
    expect(pairOf(1, 9)).toBeLessThan(pairOf(2, 0));
    expect(pairOf(1, 8)).toBeLessThan(pairOf(1, 9));
  });
});

describe('SpelledWords', () => {
  function spell(word: string): { table: PieceTable; words: SpelledWords } {
    const table = new PieceTable(new Set(word));
    return { table, words: new SpelledWords(new Map([[word, 3]]), table) };
  }

  it('spells words by characters and adds the continuing ones to the table', () => {
    const table = new PieceTable(['a', 'b', '😀']);
    const words = new SpelledWords(
      new Map([
        ['ab', 2],
        ['a?😀', 1],
        ['?b', 5],
      ]),
      table,
    );
    const read = (word: number) => Array.from(words.spelling(word), (id) => table.list()[id]);
    expect([read(0), read(1), read(2)]).toEqual([['a', '##b'], ['a', '##😀'], ['##b']]);
    expect([...words.counts]).toEqual([2, 1, 5]);
  });

  it('merges a pair and reports what changes beside it', () => {
    const { table, words } = spell('abcd');
    const [a, b, c, d] = words.spelling(0);
    const merged = table.addMerged(b, c);
    const changes: [number, number, number][] = [];
    words.merge(0, b, c, merged, (...change) => changes.push(change));
    expect([...words.spelling(0)]).toEqual([a, merged, d]);
    expect(changes).toEqual([
      [pairOf(a, b), 0, -1],
      [pairOf(a, merged), 0, 1],
      [pairOf(c, d), 0, -1],
      [pairOf(merged, d), 0, 1],
    ]);
  });

  it('merges a repeated piece from the left', () => {
    const { table, words } = spell('xaaaaa');
    const [x, a] = words.spelling(0);
    const merged = table.addMerged(a, a);
    const changes: [number, number][] = [];
    words.merge(0, a, a, merged, (pair, _, change) => changes.push([pair, change]));
    expect([...words.spelling(0)]).toEqual([x, merged, merged, a]);
    expect(changes).toEqual([
      [pairOf(x, a), -1],
      [pairOf(x, merged), 1],
      [pairOf(a, a), -1],
      [pairOf(merged, a), 1],
      [pairOf(merged, a), -1],
      [pairOf(merged, merged), 1],
      [pairOf(a, a), -1],
      [pairOf(merged, a), 1],
    ]);
  });

  it('leaves a word without the pair alone', () => {
    const { words } = spell('ab');
    const before = [...words.spelling(0)];
    words.merge(0, before[1], before[0], 99, () => {
      throw new Error('nothing changes');
    });
    expect([...words.spelling(0)]).toEqual(before);
  });
});
