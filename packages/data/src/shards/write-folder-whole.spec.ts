import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { UserError } from '@electra-ts/config';

import { writeFolderWhole } from './write-folder-whole.js';

describe('writeFolderWhole', () => {
  let parent: string;

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'write-folder-'));
  });

  afterEach(() => rm(parent, { recursive: true }));

  it('shows the folder only when it is complete', async () => {
    const folder = join(parent, 'new', 'out');
    const result = await writeFolderWhole(folder, async (temporary) => {
      await writeFile(join(temporary, 'a'), 'content');
      expect(await readdir(join(parent, 'new'))).not.toContain('out');
      return 42;
    });
    expect(result).toBe(42);
    await expect(readFile(join(folder, 'a'), 'utf8')).resolves.toBe('content');
    await expect(readdir(join(parent, 'new'))).resolves.toEqual(['out']);
  });

  it('leaves nothing behind where filling fails', async () => {
    const failing = writeFolderWhole(join(parent, 'out'), async (temporary) => {
      await writeFile(join(temporary, 'a'), 'content');
      throw new Error('no more');
    });
    await expect(failing).rejects.toThrow('no more');
    await expect(readdir(parent)).resolves.toEqual([]);
  });

  it('refuses a folder that exists, also one that appeared meanwhile', async () => {
    const folder = join(parent, 'out');
    const late = writeFolderWhole(folder, () => mkdir(folder));
    await expect(late).rejects.toThrow(UserError);
    const fill = jest.fn();
    await expect(writeFolderWhole(folder, fill)).rejects.toThrow(/out already exists/);
    expect(fill).not.toHaveBeenCalled();
    await expect(readdir(parent)).resolves.toEqual(['out']);
  });

  it('says so where nothing can be written', async () => {
    await writeFile(join(parent, 'file'), '');
    const impossible = writeFolderWhole(join(parent, 'file', 'out'), async () => 1);
    await expect(impossible).rejects.toThrow(/Cannot write the folder/);
  });
});
