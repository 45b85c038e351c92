import { UserError } from '@electra-ts/config';
import { Tokenizer } from '@electra-ts/tokenizer';
import { keptRows } from './kept-rows.js';

const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const tokenizer = Tokenizer.fromVocabulary([...special, 'heart']);

describe('keptRows', () => {
  it('is null where ids mean the same', () => {
    const copy = Tokenizer.fromVocabulary([...special, 'heart']);
    expect(keptRows({ from: 'there', rows: 6, tokenizer: copy }, tokenizer, 6)).toBeNull();
    // Tables may have more rows than there are tokens.
    expect(keptRows({ from: 'there', rows: 8, tokenizer: copy }, tokenizer, 8)).toBeNull();
    expect(keptRows({ from: 'there', rows: 6 }, tokenizer, 6)).toBeNull();
  });

  it('tells the rows where vocabularies or tables differ', () => {
    const other = Tokenizer.fromVocabulary([...special, 'stent', 'heart']);
    expect([...(keptRows({ from: 'there', rows: 6, tokenizer }, other, 7) ?? [])]).toEqual([0, 1, 2, 3, 4, -1, 5]);
    expect([...(keptRows({ from: 'there', rows: 8, tokenizer }, tokenizer, 6) ?? [])]).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('tells the rows where as many tokens have other ids', () => {
    const [one, swapped] = [[...special, 'heart', 'stent'], [...special, 'stent', 'heart']].map((each) => Tokenizer.fromVocabulary(each));
    expect([...(keptRows({ from: 'there', rows: 7, tokenizer: one }, swapped, 7) ?? [])]).toEqual([0, 1, 2, 3, 4, 6, 5]);
  });

  it('does not guess', () => {
    expect(() => keptRows({ from: 'there', rows: 7 }, tokenizer, 6)).toThrow(UserError);
    expect(() => keptRows({ from: 'there', rows: 7 }, tokenizer, 6)).toThrow(/embeddings of there.*6 embeddings.*7 embeddings/s);
  });
});
