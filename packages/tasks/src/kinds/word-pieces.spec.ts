import { Tokenizer } from '@electra-ts/tokenizer';
import fc from 'fast-check';
import { wordsExample } from './tagging.js';
import { wordPieces, wordWindows } from './word-pieces.js';

const tokenizer = Tokenizer.fromVocabulary(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'play', '##ing', 'chess', "'", 's']);

describe('wordPieces', () => {
  it('judges a word at its first piece', async () => {
    const [window] = await wordPieces([wordsExample(['playing', "chess's", 'play'])], tokenizer, 16);
    expect([...window.ids]).toEqual([2, 5, 6, 7, 8, 9, 5, 3]);
    expect(window.starts).toEqual([
      { word: 0, position: 1 },
      { word: 1, position: 3 },
      { word: 2, position: 6 },
    ]);
  });

  it('gives a word of which nothing is left the unknown token', async () => {
    const [window] = await wordPieces([wordsExample(['play', '\u0007', 'chess'])], tokenizer, 16);
    expect([...window.ids]).toEqual([2, 5, 1, 7, 3]);
  });

  it('judges every word of a long sentence once', async () => {
    const words = Array.from({ length: 10_000 }, (_, i) => (i % 3 ? 'playing' : 'chess'));
    const windows = await wordPieces([wordsExample(words)], tokenizer, 32);
    expect(windows.flatMap(({ starts }) => starts.map(({ word }) => word))).toEqual(words.map((_, i) => i));
    for (const { ids, starts } of windows) {
      expect(ids.length).toBeLessThanOrEqual(32);
      for (const { word, position } of starts) expect(ids[position]).toBe(word % 3 ? 5 : 7);
    }
  });
});

describe('wordWindows', () => {
  it('covers every word once, in windows that fit', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 60 }), fc.integer({ min: 6, max: 30 }), (lengths, room) => {
        const windows = wordWindows(lengths, room);
        const judged = windows.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i));
        expect(judged).toEqual(lengths.map((_, i) => i));
        for (const { start, end, from, to } of windows) {
          expect(start <= from && from < to && to <= end).toBe(true);
          expect(lengths.slice(start, end).reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(room);
        }
      }),
    );
  });
});
