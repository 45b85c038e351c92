import { UserError } from '@electra-ts/config';

import { bertTokenizerJson } from './bert-tokenizer.js';
import { BERT_SPECIAL_TOKENS } from './special-tokens.js';

const tokens = ['a', '[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', '7', '__proto__'];
const options = { tokens, specialTokens: BERT_SPECIAL_TOKENS, lowercase: true, where: 'a test' };

describe('bertTokenizerJson', () => {
  it('gives every token its place in the list as id', () => {
    const text = bertTokenizerJson(options);
    const vocabulary = Object.entries<number>(JSON.parse(text).model.vocab);
    expect(vocabulary.sort((a, b) => a[1] - b[1]).map(([token]) => token)).toEqual(tokens);
  });

  it('declares the special tokens with their ids, in id order', () => {
    const { added_tokens, post_processor } = JSON.parse(bertTokenizerJson(options));
    expect(added_tokens.map((token: { content: string }) => token.content)).toEqual(Object.values(BERT_SPECIAL_TOKENS));
    expect(added_tokens[0]).toMatchObject({ id: 1, content: '[PAD]', special: true });
    expect(post_processor.special_tokens['[SEP]'].ids).toEqual([4]);
  });

  it('declares tokens in another way, and gives those that the vocabulary lacks the next ids', () => {
    const flags = { single_word: false, lstrip: true, rstrip: false, normalized: true, special: false };
    const declaredTokens = ['<user>', 'a', '[SEP]'].map((content) => ({ content, ...flags }));
    const { added_tokens, model } = JSON.parse(bertTokenizerJson({ ...options, declaredTokens }));
    expect(added_tokens).toHaveLength(7);
    expect(added_tokens).toContainEqual({ id: 8, content: '<user>', ...flags });
    expect(added_tokens).toContainEqual({ id: 0, content: 'a', ...flags });
    expect(added_tokens).toContainEqual({ id: 4, content: '[SEP]', ...flags, special: true });
    expect(Object.keys(model.vocab)).toHaveLength(8);
  });

  it('passes the options of the normalizer on', () => {
    const other = { ...options, lowercase: false, stripAccents: true, tokenizeChineseCharacters: false };
    expect(JSON.parse(bertTokenizerJson(other)).normalizer).toMatchObject({
      lowercase: false,
      strip_accents: true,
      handle_chinese_chars: false,
    });
  });

  it.each([
    [[...tokens, 'a'], '"a" with ids 0 and 8'],
    [[...tokens, ''], 'an empty token with id 8'],
    [tokens.filter((token) => token !== '[MASK]'), 'expected [MASK], received 7 tokens without it'],
  ])('rejects a vocabulary that cannot work', (wrong, message) => {
    const make = () => bertTokenizerJson({ ...options, tokens: wrong });
    expect(make).toThrow(UserError);
    expect(make).toThrow(message);
  });
});
