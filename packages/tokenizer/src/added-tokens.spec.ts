import { UserError } from '@electra-ts/config';

import { type AddedTokenDeclarations, additionalSpecialTokens, declaredAddedTokens } from './added-tokens.js';

const vocabulary = new Set(['[PAD]', '[MASK]', 'chef']);
const declared = (declarations: Partial<AddedTokenDeclarations>) =>
  declaredAddedTokens({ config: {}, specialTokensMap: {}, ids: {}, vocabulary, where: 'some/folder', ...declarations });
const contents = (declarations: Partial<AddedTokenDeclarations>) => declared(declarations).map(({ content }) => content);
const flags = { single_word: false, lstrip: false, rstrip: false };

// What transformers 4.57.6 makes of the same files.
describe('declaredAddedTokens', () => {
  it('reads added_tokens_decoder in the order of ids', () => {
    const decoder = {
      4: { content: '<b>', lstrip: true, rstrip: false, normalized: false, single_word: true, special: true },
      3: { content: '<a>', normalized: true },
      1: { content: '[MASK]', special: true },
    };
    expect(declared({ config: { added_tokens_decoder: decoder } })).toEqual([
      { content: '[MASK]', ...flags, normalized: false, special: true },
      { content: '<a>', ...flags, normalized: true, special: false },
      { content: '<b>', ...flags, single_word: true, lstrip: true, normalized: false, special: true },
    ]);
  });

  it('reads added_tokens.json, in which only tokens that are named elsewhere are special', () => {
    const ids = { '<b>': 4, '<a>': 3 };
    expect(declared({ ids, specialTokensMap: { additional_special_tokens: ['<a>'] } })).toEqual([
      { content: '<a>', ...flags, normalized: false, special: true },
      { content: '<b>', ...flags, normalized: true, special: false },
    ]);
  });

  it('puts further special tokens last, unless the vocabulary has them', () => {
    const config = { additional_special_tokens: ['<c>', 'chef', { content: '<d>', lstrip: true }] };
    expect(declared({ config, ids: { '<a>': 3 } })).toMatchObject([
      { content: '<a>', special: false },
      { content: '<c>', special: true, normalized: false },
      { content: 'chef', special: true },
      { content: '<d>', special: true, lstrip: true },
    ]);
  });

  it('trusts nothing but tokenizer_config.json where that has all tokens', () => {
    const config = { added_tokens_decoder: { 3: { content: '<a>' } } };
    expect(contents({ config, ids: { '<b>': 3 }, specialTokensMap: { additional_special_tokens: ['<c>'] } })).toEqual(['<a>']);
  });

  it('knows how a token with a role is found, which it adds to no vocabulary', () => {
    const specialTokensMap = { mask_token: { content: '[MASK]', lstrip: true }, cls_token: { content: '[CLS]' }, pad_token: '[PAD]' };
    expect(declared({ specialTokensMap })).toMatchObject([{ content: '[MASK]', lstrip: true, special: true }]);
  });

  it('trusts added_tokens_decoder most', () => {
    const config = { added_tokens_decoder: { 1: { content: '[MASK]', lstrip: true } }, mask_token: { content: '[MASK]', lstrip: false } };
    expect(declared({ config })).toMatchObject([{ content: '[MASK]', lstrip: true, special: true }]);
  });

  it("has the vocabulary's ids go before others", () => {
    expect(contents({ config: { added_tokens_decoder: { 9: { content: 'chef' }, 3: { content: '<a>' } } } })).toEqual(['<a>', 'chef']);
  });

  it.each([
    [{ ids: { '<a>': 4 } }, '"<a>" of some/folder does not follow the vocabulary: expected id 3, the next one, received 4'],
    [{ ids: { '<a>': 3, '<b>': 3 } }, '"<b>" of some/folder does not follow the vocabulary: expected id 4'],
    [{ config: { added_tokens_decoder: { 3: { content: '<a>' }, 4: { content: '<a>' }, 5: { content: '<b>' } } } }, 'expected id 4, the next one, received 5'],
    [{ config: { added_tokens_decoder: { 3: { lstrip: true } } } }, 'received {"lstrip":true}'],
    [{ config: { additional_special_tokens: [''] } }, 'received ""'],
  ])('refuses %j', (declarations, message) => {
    expect(() => declared(declarations)).toThrow(UserError);
    expect(() => declared(declarations)).toThrow(message);
  });
});

describe('additionalSpecialTokens', () => {
  it('takes texts and objects', () => {
    expect(additionalSpecialTokens({ additional_special_tokens: ['<a>', { content: '<b>' }] })).toEqual(['<a>', '<b>']);
    expect(additionalSpecialTokens({ additional_special_tokens: [] })).toBeUndefined();
    expect(additionalSpecialTokens({})).toBeUndefined();
  });
});
