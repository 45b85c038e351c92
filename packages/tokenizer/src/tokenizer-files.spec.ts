import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@electra-ts/config';

import { bertTokenizerJson } from './bert-tokenizer.js';
import { BERT_SPECIAL_TOKENS } from './special-tokens.js';
import { readTokenizerFiles, writeTokenizerFiles } from './tokenizer-files.js';

const tokens = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', '7'];
const json = bertTokenizerJson({ tokens, specialTokens: BERT_SPECIAL_TOKENS, lowercase: true, where: 'a test' });

describe('tokenizer files', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tokenizer-files-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const put = (name: string, content: unknown) =>
    writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));

  const readConfig = async () => JSON.parse(await readFile(join(folder, 'tokenizer_config.json'), 'utf8'));

  it('are read back as written, completed with the normalizer and the special tokens', async () => {
    await writeTokenizerFiles(folder, { json, config: { do_lower_case: true } }, BERT_SPECIAL_TOKENS);
    const files = await readTokenizerFiles(folder);
    expect(files.json).toBe(json);
    expect(files.config).toEqual({
      do_lower_case: true,
      strip_accents: null,
      tokenize_chinese_chars: true,
      pad_token: '[PAD]',
      unk_token: '[UNK]',
      cls_token: '[CLS]',
      sep_token: '[SEP]',
      mask_token: '[MASK]',
    });
    await expect(readFile(join(folder, 'vocab.txt'), 'utf8')).resolves.toBe(`${tokens.join('\n')}\n`);
  });

  it.each([
    [{}, {}, undefined],
    [{ model_max_length: 128 }, {}, 128],
    [{}, { modelMaxLength: 512 }, 512],
    [{ model_max_length: 128 }, { modelMaxLength: 512 }, 512],
  ])('say how long a text may be: %j saved with %j', async (config, options, expected) => {
    await writeTokenizerFiles(folder, { json, config }, BERT_SPECIAL_TOKENS, options);
    expect((await readConfig()).model_max_length).toBe(expected);
    expect((await readTokenizerFiles(folder)).json).toBe(json);
  });

  it('say which tokens are special besides, wherever that stood', async () => {
    const declaredTokens = [{ content: '<user>', single_word: false, lstrip: true, rstrip: false, normalized: false, special: true }];
    const withUser = bertTokenizerJson({ tokens, specialTokens: BERT_SPECIAL_TOKENS, declaredTokens, lowercase: true, where: 'a test' });
    const declaredSpecialTokens = { additional_special_tokens: [{ content: '<user>', lstrip: true }, '<absent>'] };
    const saved = async (text: string, config: Readonly<Record<string, unknown>>) => {
      await writeTokenizerFiles(folder, { json: text, config, declaredSpecialTokens }, BERT_SPECIAL_TOKENS);
      return (await readConfig()).additional_special_tokens;
    };
    expect(await saved(withUser, {})).toEqual(['<user>']);
    expect(await saved(json, {})).toBeUndefined();
    expect(await saved(withUser, { additional_special_tokens: ['7'] })).toEqual(['7']);
  });

  it('are not written over a file', async () => {
    await put('file', '');
    const writing = writeTokenizerFiles(join(folder, 'file'), { json, config: {} }, BERT_SPECIAL_TOKENS);
    await expect(writing).rejects.toThrow(UserError);
    await expect(writing).rejects.toThrow(/cannot write the tokenizer to .*file: something else is there already \(EEXIST\)/);
  });

  it.each([
    ['BPE', { type: 'BPE', vocab: { a: 0 } }],
    ['a WordPiece model with gaps', { type: 'WordPiece', vocab: { a: 0, b: 2 } }],
  ])('have no vocab.txt for %s', async (_, model) => {
    await writeTokenizerFiles(folder, { json: JSON.stringify({ model }), config: {} }, BERT_SPECIAL_TOKENS);
    await expect(readFile(join(folder, 'vocab.txt'))).rejects.toThrow('ENOENT');
  });

  it.each([`${tokens.join('\n')}\n`, tokens.join('\r\n')])('may be only vocab.txt: %j', async (text) => {
    await put('vocab.txt', text);
    expect((await readTokenizerFiles(folder)).json).toBe(json);
  });

  it('describe the normalizer of a vocab.txt', async () => {
    await put('vocab.txt', tokens.join('\n'));
    await put('tokenizer_config.json', { do_lower_case: false, strip_accents: true, tokenize_chinese_chars: false });
    expect(JSON.parse((await readTokenizerFiles(folder)).json).normalizer).toMatchObject({
      lowercase: false,
      strip_accents: true,
      handle_chinese_chars: false,
    });
  });

  it('may name the special tokens of a vocab.txt', async () => {
    await put('vocab.txt', '<p>\n<u>\n[CLS]\n[SEP]\n[MASK]\n');
    await put('tokenizer_config.json', { pad_token: '<p>' });
    await put('special_tokens_map.json', { unk_token: { content: '<u>' } });
    const { added_tokens, model } = JSON.parse((await readTokenizerFiles(folder)).json);
    expect([added_tokens[0].content, model.unk_token]).toEqual(['<p>', '<u>']);
  });

  it('may add tokens to a vocab.txt, which have their ids and flags', async () => {
    await put('vocab.txt', tokens.join('\n'));
    const decoder = { 4: { content: '[MASK]', lstrip: true, special: true }, 7: { content: '<user>' }, 8: { content: '<url>', special: true } };
    await put('tokenizer_config.json', { added_tokens_decoder: decoder });
    const { added_tokens, model } = JSON.parse((await readTokenizerFiles(folder)).json);
    expect(added_tokens.slice(4)).toMatchObject([
      { id: 4, content: '[MASK]', lstrip: true, normalized: false, special: true },
      { id: 7, content: '<user>', lstrip: false, normalized: true, special: false },
      { id: 8, content: '<url>', normalized: false, special: true },
    ]);
    expect(Object.keys(model.vocab)).toHaveLength(7);
  });

  it('may have a role for a token that was added to a vocab.txt, but for unknown words', async () => {
    await put('vocab.txt', '[PAD]\n[UNK]\n[CLS]\n[SEP]\n');
    await put('added_tokens.json', { '<mask>': 4 });
    const { added_tokens } = JSON.parse((await readTokenizerFiles(folder)).json);
    expect(added_tokens.at(-1)).toMatchObject({ id: 4, content: '<mask>', special: true });
    await put('tokenizer_config.json', { unk_token: '<mask>' });
    await expect(readTokenizerFiles(folder)).rejects.toThrow('expected <mask> (unk), received a vocabulary without it');
  });

  it('may add tokens to a vocab.json', async () => {
    await put('vocab.json', { '<s>': 0, '</s>': 1, a: 2 });
    await put('merges.txt', '');
    await put('added_tokens.json', { '<mask>': 3, '<user>': 4 });
    const { added_tokens } = JSON.parse((await readTokenizerFiles(folder)).json);
    expect(added_tokens.slice(2)).toMatchObject([
      { id: 3, content: '<mask>', special: true },
      { id: 4, content: '<user>', special: false },
    ]);
  });

  it('have the normalizer that tokenizer_config.json describes, beside a tokenizer.json too', async () => {
    await put('tokenizer.json', json);
    expect((await readTokenizerFiles(folder)).json).toBe(json);
    await put('tokenizer_config.json', { do_lower_case: false });
    const { normalizer } = JSON.parse((await readTokenizerFiles(folder)).json);
    expect(normalizer).toMatchObject({ lowercase: false, strip_accents: null, handle_chinese_chars: true });
  });

  it.each(['vocab.txt', 'vocab.json'])('are refused where only another class can read %s', async (name) => {
    await put(name, name === 'vocab.txt' ? tokens.join('\n') : { a: 0 });
    await put('merges.txt', '');
    await put('tokenizer_config.json', { tokenizer_class: 'BertJapaneseTokenizer' });
    await expect(readTokenizerFiles(folder)).rejects.toThrow(`cannot be read from its ${name} alone`);
    await put('tokenizer.json', json);
    expect((await readTokenizerFiles(folder)).json).toBe(json);
  });

  it('must include a tokenizer', async () => {
    const read = readTokenizerFiles(folder);
    await expect(read).rejects.toThrow(UserError);
    await expect(read).rejects.toThrow('expected a folder with tokenizer.json, vocab.txt, or vocab.json and merges.txt, received a folder without');
    await expect(readTokenizerFiles(join(folder, 'no'))).rejects.toThrow('received a path where nothing is');
    await put('file', '');
    await expect(readTokenizerFiles(join(folder, 'file'))).rejects.toThrow('received a file');
  });

  it.each([
    ['vocab.txt', '[PAD]\n[UNK]\n[CLS]\n[SEP]\n', 'expected [MASK] or <mask> (mask)'],
    ['tokenizer_config.json', '[1]', 'expected a JSON object, received [1]'],
    ['tokenizer_config.json', '{"a": 1', 'well-formed JSON'],
  ])('are rejected when %s is wrong, case %#', async (name, text, message) => {
    await put(name, text);
    const error = await readTokenizerFiles(folder).catch((problem: unknown) => problem);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toContain(message);
  });
});
