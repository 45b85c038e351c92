import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StageProgress } from '../progress/stage-progress.js';
import { trainTokenizer } from './train-tokenizer.js';

describe('trainTokenizer', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'train-tokenizer-'));
    writeFileSync(join(folder, 'text.txt'), 'the chef cooked, the Chef ate, the chef left\n'.repeat(4));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const train = (options: Partial<Parameters<typeof trainTokenizer>[0]> = {}) =>
    trainTokenizer({
      paths: [folder],
      vocabularySize: 60,
      lowercase: true,
      progress: new StageProgress({ title: 'x', quiet: true }),
      signal: new AbortController().signal,
      ...options,
    });

  it('makes a tokenizer that knows frequent words, and tells what it read', async () => {
    const { tokenizer, texts, characters } = await train();
    expect([texts, characters]).toEqual([1, 4 * 45 - 1]);
    expect([...(await tokenizer.encode('the Chef')).ids].map((id) => tokenizer.idToToken(id))).toEqual(['the', 'chef']);
  });

  it('keeps capital letters where it is told to', async () => {
    const { tokenizer } = await train({ lowercase: false });
    const ids = async (text: string) => [...(await tokenizer.encode(text)).ids];
    expect(await ids('Chef')).not.toEqual(await ids('chef'));
  });

  it('gives the special tokens their roles by their order', async () => {
    const { tokenizer } = await train({ model: 'bpe', vocabularySize: 300, specialTokens: ['<p>', '<u>', '<c>', '<s>', '<m>', '<mine>'] });
    expect(tokenizer.specialTokens).toMatchObject({ pad: 0, unk: 1, cls: 2, sep: 3, mask: 4 });
  });

  it.each([
    [{ specialTokens: ['<p>', '<u>', '<c>', '<s>'] }, /five or more/],
    [{ specialTokens: ['<p>', '<u>', '<c>', '<s>', '<p>'] }, /<p> twice/],
    [{ specialTokens: ['<p>', '<u>', '<c>', '<s>', 'a b'] }, /received "a b"/],
    [{ model: 'bpe' as const, alphabetLimit: 9 }, /256 bytes/],
  ])('refuses %j', async (options, message) => {
    await expect(train(options)).rejects.toThrow(message);
  });
});
