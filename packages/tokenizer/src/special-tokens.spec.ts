import { UserError } from '@electra-ts/config';

import { BERT_SPECIAL_TOKENS, lazyRoles, mapRoles, specialTokenName, type SpecialTokenSettings } from './special-tokens.js';

const bert = new Set(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', '[END]']);
const roberta = new Set(['<s>', '<pad>', '</s>', '<unk>', '<mask>']);

function specialTokenNames(has: (token: string) => boolean, settings: SpecialTokenSettings[], where: string) {
  return mapRoles(BERT_SPECIAL_TOKENS, (_, role) => specialTokenName(role, has, settings, where));
}

describe('specialTokenName', () => {
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

  it('takes what begins and ends a text where nothing else is known', () => {
    const settings = [{ bos_token: '<|text|>', eos_token: { content: '<|end|>' } }];
    const find = (role: 'cls' | 'sep', has: (token: string) => boolean) => specialTokenName(role, has, settings, 'x');
    expect([find('cls', () => true), find('sep', () => true)]).toEqual(['[CLS]', '[SEP]']);
    const generates = (token: string) => token.startsWith('<|');
    expect([find('cls', generates), find('sep', generates)]).toEqual(['<|text|>', '<|end|>']);
    expect(() => find('cls', () => false)).toThrow('expected <|text|> (cls)');
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

describe('lazyRoles', () => {
  it('looks for a role once, when it is first asked for', () => {
    const find = jest.fn((role: string) => role.length);
    const roles = lazyRoles(find);
    expect(find).not.toHaveBeenCalled();
    expect([roles.mask, roles.mask]).toEqual([4, 4]);
    expect(find.mock.calls).toEqual([['mask']]);
    expect({ ...roles }).toEqual({ pad: 3, unk: 3, cls: 3, sep: 3, mask: 4 });
  });
});
