import { UserError } from '@electra-ts/config';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyFolder } from './verify-folder.js';
import { writeFolderAtomically } from './write-folder-atomically.js';

describe('verifyFolder', () => {
  let parent: string;
  let folder: string;
  let file: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'verify-folder-'));
    folder = join(parent, 'x');
    file = join(folder, 'weights');
    await writeFolderAtomically(folder, (temporary) => writeFile(join(temporary, 'weights'), 'abcd'));
  });
  afterEach(() => rm(parent, { recursive: true }));

  it('accepts a folder as it was written, and files added later', async () => {
    await writeFile(join(folder, 'notes.txt'), 'mine');
    await expect(verifyFolder(folder)).resolves.toBeUndefined();
  });

  it.each([
    ['one changed byte', 'abce', /weights is damaged.*SHA-256/s],
    ['a truncated file', 'abc', /weights is damaged.*4 bytes.*3 bytes/s],
  ])('names the file with %s', async (_, content, message) => {
    await writeFile(file, content);
    await expect(verifyFolder(folder)).rejects.toThrow(UserError);
    await expect(verifyFolder(folder)).rejects.toThrow(message);
  });

  it('names a file that is gone', async () => {
    await rm(file);
    await expect(verifyFolder(folder)).rejects.toThrow(`cannot verify ${file}: no such file or folder`);
  });

  it('says when the folder has no manifest', async () => {
    await expect(verifyFolder(parent)).rejects.toThrow(UserError);
  });
});
