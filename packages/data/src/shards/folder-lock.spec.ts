import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { UserError } from '@electra-ts/config';
import { Tokenizer } from '@electra-ts/tokenizer';

import { withFolderLocked } from './folder-lock.js';
import { prepare } from './prepare.js';

describe('withFolderLocked', () => {
  let parent: string;
  let folder: string;

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'folder-lock-'));
    folder = join(parent, 'out');
  });

  afterEach(() => rm(parent, { recursive: true }));

  it('keeps others out until it ends, however it ends', async () => {
    await withFolderLocked(folder, async () => {
      const second = withFolderLocked(folder, async () => 2);
      await expect(second).rejects.toThrow(UserError);
      await expect(second).rejects.toThrow(`${folder} is being prepared by process ${process.pid}`);
      expect(await withFolderLocked(join(parent, 'other'), async () => 3)).toBe(3);
    });
    await expect(withFolderLocked(folder, () => Promise.reject(new Error('no more')))).rejects.toThrow('no more');
    expect(await withFolderLocked(folder, async () => 4)).toBe(4);
    expect(await readdir(parent)).toEqual([]);
  });

  it.each([undefined, { folder: 'kept', earlier: 'discard' } as const])('keeps a second prepare out (unfinished %p)', async (kept) => {
    const tokenizer = Tokenizer.fromVocabulary(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'b']);
    const unfinished = kept && { ...kept, folder: join(parent, kept.folder) };
    const go = (documents: AsyncIterable<{ id: string; text: string }>, out: string) =>
      prepare({ documents, tokenizer, out, unfinished, sequenceLength: 8, seed: 1, validationFraction: 0 });
    async function* texts(whileReading?: () => Promise<unknown>) {
      yield { id: '0', text: 'a b' };
      await whileReading?.();
    }
    // With unfinished work it is its folder that must not be shared.
    const second = () => go(texts(), unfinished === undefined ? folder : join(parent, 'another'));
    const manifest = await go(texts(() => expect(second()).rejects.toThrow(/is being prepared by process/)), folder);
    expect(manifest.documents).toBe(1);
    expect(await readdir(parent)).toEqual(['out']);
  });
});
