import { UserError } from '@electra-ts/config';

import { bpeTokenizerJson } from './bpe-tokenizer.js';
import { BERT_SPECIAL_TOKENS } from './special-tokens.js';

const tokens = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'b', 'ab'];
const options = { tokens, merges: [['a', 'b']] as const, specialTokens: BERT_SPECIAL_TOKENS, lowercase: false, where: 'a test' };

describe('bpeTokenizerJson', () => {
  it('holds tokens, merges and special tokens', () => {
    const { model, added_tokens, normalizer } = JSON.parse(bpeTokenizerJson(options));
    expect(model).toMatchObject({ type: 'BPE', vocab: { a: 5, ab: 7 }, merges: [['a', 'b']] });
    expect(added_tokens.map(({ id }: { id: number }) => id)).toEqual([0, 1, 2, 3, 4]);
    expect(normalizer).toBeNull();
  });

  it('lowercases on demand', () => {
    expect(JSON.parse(bpeTokenizerJson({ ...options, lowercase: true })).normalizer).toEqual({ type: 'Lowercase' });
  });

  it.each([
    [[...tokens, 'a'], '"a" with ids 5 and 8'],
    [tokens.filter((token) => token !== '[SEP]'), 'expected [SEP], received 7 tokens without it'],
  ])('rejects a vocabulary that cannot work', (wrong, message) => {
    const make = () => bpeTokenizerJson({ ...options, tokens: wrong });
    expect(make).toThrow(UserError);
    expect(make).toThrow(message);
  });
});
