import { UserError } from '@electra-ts/config';

import { BERT_SPECIAL_TOKENS, mapRoles, specialTokenNames } from './special-tokens.js';

const bert = new Set(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', '[END]']);
const roberta = new Set(['<s>', '<pad>', '</s>', '<unk>', '<mask>']);

describe('specialTokenNames', () => {
  it('finds the usual names', () => {
    expect(specialTokenNames((token) => bert.has(token), [], 'x')).toEqual(BERT_SPECIAL_TOKENS);
    expect(specialTokenNames((token) => roberta.has(token), [], 'x')).toEqual({
      pad: '<pad>',
      unk: '<unk>',
      cls: '<s>',
      sep: '</s>',
      mask: '<mask>',
    });
  });

  it.each([
    [{ sep_token: '[END]' }, '[END]'],
    [{ sep_token: { content: '[END]', lstrip: false } }, '[END]'],
    [{ sep_token: null }, '[SEP]'],
  ])('prefers what the settings declare: %j', (settings, sep) => {
    expect(specialTokenNames((token) => bert.has(token), [settings], 'x').sep).toBe(sep);
  });

  it('trusts the first settings most', () => {
    const settings = [{ sep_token: '[END]' }, { sep_token: '[SEP]', pad_token: '[MASK]' }];
    expect(specialTokenNames((token) => bert.has(token), settings, 'x')).toMatchObject({ sep: '[END]', pad: '[MASK]' });
  });

  it.each([
    [[], (token: string) => bert.has(token) && token !== '[MASK]', 'expected [MASK] or <mask> (mask)'],
    [[{ pad_token: '[FILL]' }], (token: string) => bert.has(token), 'expected [FILL] (pad)'],
  ])('names the token that is missing', (settings, has, message) => {
    const find = () => specialTokenNames(has, settings, 'some/folder');
    expect(find).toThrow(UserError);
    expect(find).toThrow(message);
    expect(find).toThrow('some/folder');
  });
});

describe('mapRoles', () => {
  it('keeps each role', () => {
    expect(mapRoles(BERT_SPECIAL_TOKENS, (token, role) => `${role}=${token}`)).toEqual({
      pad: 'pad=[PAD]',
      unk: 'unk=[UNK]',
      cls: 'cls=[CLS]',
      sep: 'sep=[SEP]',
      mask: 'mask=[MASK]',
    });
  });
});
