import { asciiWordPiece } from './ascii-word-piece.js';
import { bertTokenizerJson } from './bert-tokenizer.js';
import { BERT_SPECIAL_TOKENS } from './special-tokens.js';
import { Tokenizer } from './tokenizer.js';

const tokens = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'un', 'unaff', '##aff', '##able', '##ord', 'A', 'a', '##a', '7', '.', '[', 'Un'];
const json = (changes: object = {}, lowercase = true) => {
  const document = JSON.parse(bertTokenizerJson({ tokens, specialTokens: BERT_SPECIAL_TOKENS, lowercase, where: 'here' })) as object;
  return JSON.stringify({ ...document, ...changes });
};
const words = (ids: readonly number[] | undefined) => ids?.map((id) => tokens[id]).join(' ');

describe('asciiWordPiece', () => {
  it.each([
    ['unaffable', 'unaff ##able'],
    ['unafford', 'unaff ##ord'],
    ['UN', 'un'],
    ['aaa', 'a ##a ##a'],
    ['unx', '[UNK]'],
    ['x', '[UNK]'],
    ['7', '7'],
    ['.', '.'],
    [',', '[UNK]'],
    ['a'.repeat(100), `a${' ##a'.repeat(99)}`],
    ['a'.repeat(101), '[UNK]'],
  ])('cuts %s as the library does', async (word, expected) => {
    const encode = asciiWordPiece(json())!;
    expect(words(encode(word))).toBe(expected);
    expect([...(await Tokenizer.fromVocabulary(tokens).encode(word)).ids]).toEqual(encode(word));
  });

  it('keeps capital letters where the tokenizer does', () => {
    const encode = asciiWordPiece(json({}, false))!;
    expect(['A', 'Unaff', 'UN'].map((word) => words(encode(word)))).toEqual(['A', 'Un ##aff', '[UNK]']);
    expect(words(asciiWordPiece(json({ normalizer: null }))!('Un'))).toBe('Un');
  });

  it.each(['é', 'naïve', 'a.b', 'a b', '', '[', '[MASK]', '\u0001', '語', '’'])('leaves %j to the tokenizer', (word) => {
    expect(asciiWordPiece(json())!(word)).toBeUndefined();
  });

  it('does not exist where letters may be an added token, or nothing stands for unknown words', () => {
    const added = (content: string) => ({ added_tokens: [{ id: 5, content }] });
    expect(asciiWordPiece(json(added('un')))).toBeUndefined();
    expect(asciiWordPiece(json(added('é')))).toBeUndefined();
    expect(asciiWordPiece(json(added('<un>')))).toBeDefined();
    const { model } = JSON.parse(json()) as { model: object };
    expect(asciiWordPiece(json({ model: { ...model, unk_token: 'none' } }))).toBeUndefined();
  });
});
