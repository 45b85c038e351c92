import { UserError } from '@electra-ts/config';

import { assertReadableClass } from './tokenizer-class.js';

describe('assertReadableClass', () => {
  it.each([
    ['vocab.txt', {}],
    ['vocab.txt', { tokenizer_class: null, word_tokenizer_type: null }],
    ['vocab.txt', { tokenizer_class: 'BertTokenizer' }],
    ['vocab.txt', { tokenizer_class: 'BertTokenizerFast' }],
    ['vocab.txt', { tokenizer_class: 'ElectraTokenizer' }],
    ['vocab.txt', { tokenizer_class: 'ElectraTokenizerFast' }],
    ['vocab.txt', { tokenizer_class: 'DistilBertTokenizer' }],
    ['vocab.json', {}],
    ['vocab.json', { tokenizer_class: 'RobertaTokenizer' }],
    ['vocab.json', { tokenizer_class: 'GPT2TokenizerFast' }],
  ] as const)('takes a %s with %j', (vocabulary, config) => {
    expect(() => assertReadableClass(config, vocabulary, 'some/folder')).not.toThrow();
  });

  it.each([
    ['vocab.txt', { tokenizer_class: 'BertJapaneseTokenizer' }, 'received "tokenizer_class": "BertJapaneseTokenizer"'],
    ['vocab.txt', { tokenizer_class: 'RobertaTokenizer' }, 'expected a tokenizer.json, or a tokenizer_config.json of one of BertTokenizer, ElectraTokenizer,'],
    ['vocab.txt', { tokenizer_class: 7 }, 'received "tokenizer_class": 7'],
    ['vocab.txt', { word_tokenizer_type: 'mecab' }, 'received "word_tokenizer_type": "mecab"'],
    ['vocab.txt', { tokenizer_class: 'BertTokenizer', subword_tokenizer_type: 'character' }, 'received "subword_tokenizer_type": "character"'],
    ['vocab.json', { tokenizer_class: 'CLIPTokenizer' }, 'The tokenizer of some/folder cannot be read from its vocab.json alone'],
    ['vocab.json', { tokenizer_class: 'ElectraTokenizer' }, 'received "tokenizer_class": "ElectraTokenizer"'],
  ] as const)('refuses a %s with %j', (vocabulary, config, message) => {
    const check = () => assertReadableClass(config, vocabulary, 'some/folder');
    expect(check).toThrow(UserError);
    expect(check).toThrow(message);
  });
});
