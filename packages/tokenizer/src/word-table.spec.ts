import { hashWord, WordTable } from './word-table.js';

const unitsOf = (text: string) => Uint16Array.from(text, (_, i) => text.charCodeAt(i));
const find = (table: WordTable, text: string) => table.find(unitsOf(text), 0, text.length, hashWord(unitsOf(text), 0, text.length));
const add = (table: WordTable, text: string, pieces: readonly number[]) => {
  const word = table.add(unitsOf(text), 0, text.length, hashWord(unitsOf(text), 0, text.length));
  table.setPieces(word, [0, ...pieces], 1, pieces.length);
  return word;
};
const piecesOf = (table: WordTable, word: number) => [...table.pieces.subarray(table.starts[word], table.ends[word])];

describe('WordTable', () => {
  it('finds each of many words again, with its tokens, however far it has grown', () => {
    const table = new WordTable();
    const words = Array.from({ length: 5000 }, (_, i) => `word${i}é`);
    words.forEach((word, i) => expect(add(table, word, [i, 7])).toBe(i));
    words.forEach((word, i) => {
      expect(find(table, word)).toBe(i);
      expect(piecesOf(table, i)).toEqual([i, 7]);
    });
    expect(find(table, 'word5000é')).toBe(-1);
    expect(table.size).toBe(5000);
  });

  it('tells words of one hash apart', () => {
    const table = new WordTable();
    const one = table.add(unitsOf('one'), 0, 3, 5);
    const two = table.add(unitsOf('two'), 0, 3, 5);
    expect([table.find(unitsOf('one'), 0, 3, 5), table.find(unitsOf('two'), 0, 3, 5)]).toEqual([one, two]);
    expect(table.find(unitsOf('six'), 0, 3, 5)).toBe(-1);
    expect(table.find(unitsOf('on'), 0, 2, 5)).toBe(-1);
  });

  it('says which words have no tokens yet', () => {
    const table = new WordTable();
    expect(table.starts[table.add(unitsOf('new'), 0, 3, 1)]).toBe(-1);
    const none = add(table, 'none', []);
    expect(table.starts[none]).toBe(0);
    expect(piecesOf(table, none)).toEqual([]);
  });

  it('forgets all words', () => {
    const table = new WordTable();
    add(table, 'gone', [1]);
    table.clear();
    expect(find(table, 'gone')).toBe(-1);
    expect(piecesOf(table, add(table, 'new', [2, 3]))).toEqual([2, 3]);
  });
});

describe('hashWord', () => {
  it('spreads words that differ in one place over the slots of a table', () => {
    const slots = new Set(Array.from({ length: 1024 }, (_, i) => hashWord(Uint16Array.of(97, i, 98), 0, 3) & 2047));
    // 2048 (1 - e^(-1/2)) = 806 are expected of random places.
    expect(slots.size).toBeGreaterThan(700);
  });

  it('depends on the part only', () => {
    expect(hashWord(unitsOf('xaby'), 1, 3)).toBe(hashWord(unitsOf('ab'), 0, 2));
    expect(hashWord(unitsOf('ab'), 0, 2)).not.toBe(hashWord(unitsOf('ba'), 0, 2));
  });
});
