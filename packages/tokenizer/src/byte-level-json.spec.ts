import { UserError } from '@electra-ts/config';

import { byteLevelJson } from './byte-level-json.js';
import { Tokenizer } from './tokenizer.js';

const roberta = { '<s>': 0, '<pad>': 1, '</s>': 2, '<unk>': 3, h: 4, i: 5, 'Ġ': 6, hi: 7, 'Ġhi': 8, '<mask>': 9 };
const merges = '#version: 0.2\nh i\nĠ hi\n';
const make = (options: Partial<Parameters<typeof byteLevelJson>[0]> = {}) =>
  byteLevelJson({ vocabulary: roberta, merges, settings: [], where: 'a test', ...options });
const tokenizerOf = (json: string) => Tokenizer.fromFiles({ json, config: {}, declaredSpecialTokens: {} });

describe('byteLevelJson', () => {
  it('makes a tokenizer that joins what merges join', async () => {
    const tokenizer = tokenizerOf(make());
    expect([...(await tokenizer.encode('hi hi h')).ids]).toEqual([7, 8, 6, 4]);
    expect(tokenizer.decode([7, 8])).toBe('hi hi');
    expect(JSON.parse(make()).post_processor).toMatchObject({ type: 'RobertaProcessing', cls: ['<s>', 0], sep: ['</s>', 2] });
    expect({ ...tokenizer.specialTokens }).toEqual({ cls: 0, pad: 1, sep: 2, unk: 3, mask: 9 });
  });

  it("gives the mask the space before it, as RoBERTa's has it, unless settings say otherwise", async () => {
    const idsOf = async (json: string) => [...(await tokenizerOf(json).encode('hi <mask>')).ids];
    expect(await idsOf(make())).toEqual([7, 9]);
    const settings = [{ mask_token: { content: '<mask>', lstrip: false } }];
    expect(await idsOf(make({ settings }))).toEqual([7, 6, 9]);
  });

  it('has tokens that were added to its vocabulary, with their flags', async () => {
    const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
    const declaredTokens = () => ['<user>', '<mask>'].map((content) => ({ content, ...flags }));
    const tokenizer = tokenizerOf(make({ declaredTokens }));
    expect([...(await tokenizer.encode('hi<user>hi <mask>')).ids]).toEqual([7, 10, 7, 6, 9]);
    expect(tokenizer.vocabularySize).toBe(11);
  });

  it('puts a space before a text where settings say so', async () => {
    const tokenizer = tokenizerOf(make({ settings: [{ add_prefix_space: true }] }));
    expect([...(await tokenizer.encode('hi')).ids]).toEqual([8]);
  });

  it("takes GPT-2's single special token for several roles, and has none for others", () => {
    const vocabulary = { '<|endoftext|>': 0, h: 1, i: 2, hi: 3 };
    const name = '<|endoftext|>';
    const settings = [{ bos_token: name, eos_token: name, unk_token: name }];
    const json = make({ vocabulary, merges: 'h i', settings });
    expect(JSON.parse(json)).toMatchObject({ added_tokens: [{ id: 0, content: name }], post_processor: { type: 'ByteLevel' } });
    const tokenizer = Tokenizer.fromFiles({ json, config: settings[0], declaredSpecialTokens: {} });
    expect(tokenizer.specialTokens.sep).toBe(0);
    expect(() => tokenizer.specialTokens.mask).toThrow(/mask/);
    expect(JSON.parse(make({ vocabulary, merges: 'h i' }))).toMatchObject({ added_tokens: [], post_processor: { type: 'ByteLevel' } });
  });

  it.each([
    [{ vocabulary: [] }, /vocab\.json of a test.*no entries/],
    [{ vocabulary: { a: 0, b: 0 } }, /twice/],
    [{ vocabulary: { a: 0, b: '1' } }, /received \{"b":"1"\}/],
    [{ merges: '#version: 0.2\nh i\nh i i' }, /Line 3 of the merges\.txt.*received h i i/],
    [{ merges: 'h x' }, /Line 1.*h x/],
  ])('refuses %j', (options, message) => {
    expect(() => make(options)).toThrow(UserError);
    expect(() => make(options)).toThrow(message);
  });
});
