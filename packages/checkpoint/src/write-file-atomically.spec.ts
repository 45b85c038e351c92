import { UserError } from '@electra-ts/config';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replaceFile, writeFileAtomically } from './write-file-atomically.js';

describe('writeFileAtomically', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'write-file-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('writes text and bytes, over an older file too, and leaves nothing else', async () => {
    const path = join(folder, 'a.txt');
    await writeFileAtomically(path, 'old');
    await writeFileAtomically(path, Uint8Array.of(104, 105));
    expect(await readFile(path, 'utf8')).toBe('hi');
    expect(await readdir(folder)).toEqual(['a.txt']);
  });

  it('keeps the old content when the disk fills up half-way', async () => {
    const path = join(folder, 'a.txt');
    await writeFile(path, 'old');
    const failing = replaceFile(path, async (handle) => {
      await handle.writeFile('half of the ne');
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    });
    await expect(failing).rejects.toThrow(UserError);
    await expect(failing).rejects.toThrow(`cannot write ${path}: the disk is full`);
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['a.txt']);
  });

  it('says which folder is missing', async () => {
    const path = join(folder, 'absent', 'a.txt');
    await expect(writeFileAtomically(path, 'x')).rejects.toThrow(`cannot write ${path}: no such file or folder`);
  });

  it('says which folder is a file', async () => {
    const path = join(folder, 'a.txt', 'b.txt');
    await writeFile(join(folder, 'a.txt'), '');
    await expect(writeFileAtomically(path, 'x')).rejects.toThrow(`cannot write ${path}: a part of the path is a file`);
  });

  it('passes on errors that are not of the file system', async () => {
    const bug = new RangeError('a bug');
    await expect(replaceFile(join(folder, 'a'), () => Promise.reject(bug))).rejects.toBe(bug);
    expect(await readdir(folder)).toEqual([]);
  });
});
