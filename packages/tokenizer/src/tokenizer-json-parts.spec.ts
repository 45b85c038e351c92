import { BERT_SPECIAL_TOKENS } from './special-tokens.js';
import { addedTokens, identify, indexTokens, postProcessor } from './tokenizer-json-parts.js';

describe('parts of a tokenizer.json', () => {
  const ids = indexTokens(['[SEP]', 'a', '[MASK]', '[CLS]', '[UNK]', '[PAD]'], 'a test');
  const special = identify(ids, BERT_SPECIAL_TOKENS, 'a test');

  it('lists special tokens in id order, one with two roles once', () => {
    const contents = (tokens: object[]) => tokens.map((token) => (token as { content: string }).content);
    expect(contents(addedTokens(special))).toEqual(['[SEP]', '[MASK]', '[CLS]', '[UNK]', '[PAD]']);
    expect(contents(addedTokens({ ...special, cls: special.sep }))).toEqual(['[SEP]', '[MASK]', '[UNK]', '[PAD]']);
  });

  it('puts special tokens around texts and pairs', () => {
    const { single, pair } = postProcessor(special.cls, special.sep);
    const spell = (pieces: object[]) => pieces.map((piece) => Object.values(piece as Record<string, { id: string }>)[0].id);
    expect(spell(single)).toEqual(['[CLS]', 'A', '[SEP]']);
    expect(spell(pair)).toEqual(['[CLS]', 'A', '[SEP]', 'B', '[SEP]']);
  });
});
