import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { UserError } from '@electra-ts/config';

import { documentStream } from './document-stream.js';
import { folderFiles } from './folder-files.js';

describe('folderFiles', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'folder-files-'));
    await mkdir(join(folder, 'sub', 'named.txt'), { recursive: true });
    for (const name of ['b.txt', 'A.TXT', 'x.jsonl.gz', 'y.parquet', 'y.parquet.gz', 'notes.doc', '.hidden.txt', 'sub/named.txt/in.md']) {
      await writeFile(join(folder, name), 'text');
    }
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('has files of known kinds, sorted, and none that is hidden', async () => {
    expect(await folderFiles(folder)).toEqual(['A.TXT', 'b.txt', 'sub/named.txt/in.md', 'x.jsonl.gz', 'y.parquet']);
  });

  it('tells of files of other kinds, once each, and of no folder or hidden file', async () => {
    await symlink('.', join(folder, 'circle'));
    await symlink('notes.doc', join(folder, 'link.log'));
    const leftOut: string[] = [];
    await folderFiles(folder, (name) => leftOut.push(name));
    expect(leftOut.sort()).toEqual(['link.log', 'notes.doc', 'y.parquet.gz']);
    const told: string[] = [];
    for await (const document of documentStream([folder], { format: 'txt', onError: 'skip', onLeftOut: (path) => void told.push(path) })) void document;
    expect(told.sort()).toEqual(leftOut.map((name) => join(folder, name)));
  });

  it('follows links to files but none to folders, in circles or not', async () => {
    await rm(join(folder, 'x.jsonl.gz'));
    await rm(join(folder, 'y.parquet'));
    await symlink('b.txt', join(folder, 'link.txt'));
    await symlink('.', join(folder, 'circle'));
    await symlink('sub', join(folder, 'folder.txt'));
    expect(await folderFiles(folder)).toEqual(['A.TXT', 'b.txt', 'link.txt', 'sub/named.txt/in.md']);
    const read: string[] = [];
    for await (const { text } of documentStream([folder])) {
      read.push(text);
    }
    expect(read).toEqual(['text', 'text', 'text', 'text']);
  });

  it.each(['nowhere.txt', 'broken.txt'])('lets the reader tell of a link to %s', async (target) => {
    await symlink(target, join(folder, 'broken.txt'));
    expect(await folderFiles(folder)).toContain('broken.txt');
    const reading = documentStream([join(folder, '*.txt'), folder]);
    await expect((async () => { for await (const document of reading) void document; })()).rejects.toThrow(UserError);
    const again = documentStream([folder]);
    await expect((async () => { for await (const document of again) void document; })()).rejects.toThrow(/broken\.txt/);
  });
});
