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

  it('are read back as written, completed with the special tokens', async () => {
    await writeTokenizerFiles(folder, { json, config: { do_lower_case: true } }, BERT_SPECIAL_TOKENS);
    const files = await readTokenizerFiles(folder);
    expect(files.json).toBe(json);
    expect(files.config).toEqual({
      do_lower_case: true,
      pad_token: '[PAD]',
      unk_token: '[UNK]',
      cls_token: '[CLS]',
      sep_token: '[SEP]',
      mask_token: '[MASK]',
    });
    await expect(readFile(join(folder, 'vocab.txt'), 'utf8')).resolves.toBe(`${tokens.join('\n')}\n`);
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
