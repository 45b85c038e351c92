import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { UserError } from '@electra-ts/config';
import { Tokenizer } from '@electra-ts/tokenizer';

import { folderLockPath, withFolderLocked } from './folder-lock.js';
import { prepare } from './prepare.js';

const onLinux = process.platform === 'linux' ? it : it.skip;

describe('withFolderLocked', () => {
  let parent: string;
  let folder: string;

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'folder-lock-'));
    folder = join(parent, 'out');
  });

  afterEach(() => rm(parent, { recursive: true }));

  /** Leaves a lock that says of itself what this process's would, but for some changes. */
  async function forge(changes: object): Promise<string> {
    const own = await withFolderLocked(folder, () => readFile(folderLockPath(folder), 'utf8'));
    const text = JSON.stringify({ ...(JSON.parse(own) as object), ...changes });
    await writeFile(folderLockPath(folder), text);
    return text;
  }

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

  it('takes over the lock of a process that is gone', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    await forge({ pid, start: null });
    expect(await withFolderLocked(folder, async () => 1)).toBe(1);
    expect(await readdir(parent)).toEqual([]);
  });

  onLinux('takes over a lock whose number is another process by now', async () => {
    await forge({ start: 'another boot/1' });
    expect(await withFolderLocked(folder, async () => 1)).toBe(1);
    expect(await readdir(parent)).toEqual([]);
  });

  it('lets one of many that find a stale lock through', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    await forge({ pid, start: null });
    let inside = 0;
    const most: number[] = [];
    const calls = Array.from({ length: 8 }, () =>
      withFolderLocked(folder, async () => {
        most.push(++inside);
        await new Promise((resolve) => setTimeout(resolve, 20));
        inside--;
      }).catch((error: unknown) => expect(error).toBeInstanceOf(UserError)),
    );
    await Promise.all(calls);
    expect(most.length).toBeGreaterThan(0);
    expect(Math.max(...most)).toBe(1);
  });

  it('respects a lock that it cannot judge: of another host, or unreadable', async () => {
    await forge({ host: 'elsewhere' });
    await expect(withFolderLocked(folder, async () => 1)).rejects.toThrow(/on elsewhere.*remove the lock file/s);
    await writeFile(folderLockPath(folder), 'not JSON');
    await expect(withFolderLocked(folder, async () => 1)).rejects.toThrow('an unknown process');
    expect(await readFile(folderLockPath(folder), 'utf8')).toBe('not JSON');
  });

  it('leaves a lock that is no longer its own', async () => {
    await withFolderLocked(folder, () => writeFile(folderLockPath(folder), 'another'));
    expect(await readFile(folderLockPath(folder), 'utf8')).toBe('another');
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
