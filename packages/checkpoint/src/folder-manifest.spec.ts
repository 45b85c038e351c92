import { UserError } from '@electra-ts/config';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listFiles, readFileRecords, recordFile } from './folder-manifest.js';

describe('folder manifest', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'folder-manifest-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('lists files of folders in folders, sorted', async () => {
    await mkdir(join(folder, 'b', 'c'), { recursive: true });
    await mkdir(join(folder, 'empty'));
    await writeFile(join(folder, 'z'), '');
    await writeFile(join(folder, 'b', 'c', 'y'), '');
    await writeFile(join(folder, 'a'), '');
    expect(await listFiles(folder)).toEqual(['a', 'b/c/y', 'z']);
  });

  it('refuses links, which a copy of the folder would not hold', async () => {
    await symlink('/etc/hostname', join(folder, 'link'));
    await expect(listFiles(folder)).rejects.toThrow(/link: expected a file or a folder/);
  });

  it('records size and SHA-256', async () => {
    await writeFile(join(folder, 'abc'), 'abc');
    // The example of FIPS 180-2, appendix B.1.
    expect(await recordFile(join(folder, 'abc'))).toEqual({
      bytes: 3,
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    });
  });

  it('reads the list, beside other keys', async () => {
    const files = { 'a/b': { bytes: 1, sha256: '00' } };
    await writeFile(join(folder, 'manifest.json'), JSON.stringify({ version: 1, files }));
    expect(await readFileRecords(folder)).toEqual(files);
  });

  it.each([
    ['no JSON', '{', /is damaged/],
    ['no list', '{}', /does not list/],
    ['a file without its size', '{"files": {"a": {"sha256": "00"}}}', /does not list/],
    ['a name outside the folder', '{"files": {"../a": {"bytes": 1, "sha256": "00"}}}', /names inside the folder/],
    ['an absolute name', '{"files": {"/etc/passwd": {"bytes": 1, "sha256": "00"}}}', /names inside the folder/],
  ])('refuses %s', async (_, text, message) => {
    await writeFile(join(folder, 'manifest.json'), text);
    await expect(readFileRecords(folder)).rejects.toThrow(UserError);
    await expect(readFileRecords(folder)).rejects.toThrow(message);
  });

  it('says when there is no manifest', async () => {
    await expect(readFileRecords(folder)).rejects.toThrow(/manifest.json: no such file/);
  });
});
