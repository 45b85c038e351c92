import { UserError } from '@electra-ts/config';
import { lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyFolder } from './verify-folder.js';
import { writeFileAtomically } from './write-file-atomically.js';
import { previousOf, restorePrevious, writeFolderAtomically } from './write-folder-atomically.js';

describe('writeFolderAtomically', () => {
  let parent: string;
  let folder: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'write-folder-'));
    folder = join(parent, 'checkpoint');
  });
  afterEach(() => rm(parent, { recursive: true }));

  async function writeText(text: string): Promise<void> {
    await writeFolderAtomically(folder, (temporary) => writeFile(join(temporary, 'a'), text));
  }

  it('lists every file with its size and checksum', async () => {
    await writeFolderAtomically(folder, async (temporary) => {
      await mkdir(join(temporary, 'deep', 'er'), { recursive: true });
      await writeFile(join(temporary, 'deep', 'er', 'a'), 'abc');
      await writeFile(join(temporary, 'b'), '');
    });
    expect(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'))).toEqual({
      files: {
        b: { bytes: 0, sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' },
        'deep/er/a': { bytes: 3, sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' },
      },
    });
    expect(await readdir(parent)).toEqual(['checkpoint']);
  });

  it('creates the folders above', async () => {
    folder = join(parent, 'runs', 'first', 'checkpoint');
    await writeText('x');
    await expect(verifyFolder(folder)).resolves.toBeUndefined();
  });

  it('keeps the keys of a manifest that the caller wrote', async () => {
    await writeFolderAtomically(folder, (temporary) => writeFile(join(temporary, 'manifest.json'), '{"version": 1}'));
    expect(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'))).toEqual({ version: 1, files: {} });
    await expect(
      writeFolderAtomically(folder, (temporary) => writeFile(join(temporary, 'manifest.json'), '{"files": 1}')),
    ).rejects.toThrow('expected a JSON object without "files"');
  });

  it('replaces a folder whole: no file of the old one stays', async () => {
    await writeFolderAtomically(folder, (temporary) => writeFile(join(temporary, 'old'), ''));
    await writeText('new');
    expect((await readdir(folder)).sort()).toEqual(['a', 'manifest.json']);
    expect(await readdir(parent)).toEqual(['checkpoint']);
  });

  it('carries what is not its own into the new folder, unlisted', async () => {
    await writeText('old');
    await mkdir(join(folder, '.git'));
    for (const name of ['own', 'notes.md', '.git/HEAD']) await writeFile(join(folder, name), name);
    await writeFolderAtomically(folder, (temporary) => writeFile(join(temporary, 'a'), 'new'), { isOwn: (name) => name === 'own' });
    expect((await readdir(folder, { recursive: true })).sort()).toEqual(['.git', '.git/HEAD', 'a', 'manifest.json', 'notes.md']);
    expect(await readFile(join(folder, 'a'), 'utf8')).toBe('new');
    expect(await readFile(join(folder, 'notes.md'), 'utf8')).toBe('notes.md');
    expect(Object.keys(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')).files)).toEqual(['a']);
    await verifyFolder(folder);
  });

  it('keeps the old folder when filling the new one fails', async () => {
    await writeText('old');
    const failing = writeFolderAtomically(folder, async (temporary) => {
      await writeFile(join(temporary, 'a'), 'half');
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    });
    await expect(failing).rejects.toThrow(UserError);
    await expect(failing).rejects.toThrow(`cannot write the folder ${folder}: the disk is full`);
    expect(await readFile(join(folder, 'a'), 'utf8')).toBe('old');
    expect(await readdir(parent)).toEqual(['checkpoint']);
  });

  it('names the folder, not the temporary one, when a file in it cannot be written', async () => {
    const failing = writeFolderAtomically(folder, (temporary) => writeFileAtomically(join(temporary, 'b', 'c'), ''));
    await expect(failing).rejects.toThrow(UserError);
    await expect(failing).rejects.toThrow(`cannot write the folder ${folder}: no such file or folder`);
  });

  it('passes on an error of the caller as it is', async () => {
    const bug = new RangeError('a bug');
    await expect(writeFolderAtomically(folder, () => Promise.reject(bug))).rejects.toBe(bug);
    expect(await readdir(parent)).toEqual([]);
  });

  it('brings back a folder whose replacement was cut off between the renames', async () => {
    await writeText('old');
    await rename(folder, previousOf(folder));
    await expect(writeFolderAtomically(folder, () => Promise.reject(new Error('again')))).rejects.toThrow('again');
    expect(await readFile(join(folder, 'a'), 'utf8')).toBe('old');
    expect(await readdir(parent)).toEqual(['checkpoint']);
  });

  it('clears away a previous folder that was not removed in time', async () => {
    await writeText('old');
    await mkdir(previousOf(folder));
    await writeText('new');
    expect(await readFile(join(folder, 'a'), 'utf8')).toBe('new');
    expect(await readdir(parent)).toEqual(['checkpoint']);
  });

  it('brings a previous folder back where somebody made an empty one', async () => {
    await mkdir(previousOf(folder));
    await writeFile(join(previousOf(folder), 'a'), 'only copy');
    await mkdir(folder);
    await restorePrevious(folder);
    expect(await readFile(join(folder, 'a'), 'utf8')).toBe('only copy');
    expect(await readdir(parent)).toEqual(['checkpoint']);
  });

  it('touches neither folder where something else has come to the place', async () => {
    await mkdir(previousOf(folder));
    await writeFile(join(previousOf(folder), 'a'), 'only copy');
    await mkdir(folder);
    await writeFile(join(folder, 'notes'), 'mine');
    // Of somebody's own, as browsers' extensions have one.
    await writeFile(join(folder, 'manifest.json'), '{"manifest_version": 3}');
    const attempts = [restorePrevious(folder), writeText('new')];
    for (const attempt of await Promise.allSettled(attempts)) {
      expect(attempt).toMatchObject({ reason: expect.any(UserError) });
      expect(attempt).toMatchObject({ reason: { message: expect.stringMatching(/checkpoint was being replaced .*in .*\.checkpoint\.previous: .*received manifest\.json, notes/) } });
    }
    expect(await readFile(join(previousOf(folder), 'a'), 'utf8')).toBe('only copy');
    expect((await readdir(folder)).sort()).toEqual(['manifest.json', 'notes']);
  });

  it('replaces the folder that a link leads to, and brings it back there', async () => {
    const link = folder;
    const disk = join(parent, 'disk');
    folder = join(disk, 'run');
    await writeText('old');
    await symlink(folder, link);
    await writeFolderAtomically(link, (temporary) => writeFile(join(temporary, 'a'), 'new'));
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect(await readFile(join(folder, 'a'), 'utf8')).toBe('new');
    await rename(folder, previousOf(folder));
    await restorePrevious(link);
    expect(await readFile(join(link, 'a'), 'utf8')).toBe('new');
    expect(await readdir(disk)).toEqual(['run']);
  });

  it('refuses to replace a file', async () => {
    await writeFile(folder, 'a file');
    await expect(writeText('x')).rejects.toThrow(UserError);
    expect(await readFile(folder, 'utf8')).toBe('a file');
  });
});
