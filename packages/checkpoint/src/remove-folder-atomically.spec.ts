import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolderAtomically } from './remove-folder-atomically.js';

describe('removeFolderAtomically', () => {
  let parent: string;
  let folder: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'remove-folder-'));
    folder = join(parent, 'checkpoint');
    await mkdir(folder);
  });
  afterEach(() => rm(parent, { recursive: true }));

  it('never shows a part of a folder', async () => {
    const files = Array.from({ length: 300 }, (_, n) => `file-${n}`);
    await Promise.all(files.map((name) => writeFile(join(folder, name), name)));
    const seen = new Set<number>();
    let isOver = false;
    const removed = removeFolderAtomically(folder).then(() => (isOver = true));
    while (!isOver) seen.add(await readdir(folder).then((names) => names.length, () => 0));
    await removed;
    // All that there was, or nothing.
    for (const count of seen) expect([0, files.length]).toContain(count);
    expect(await readdir(parent)).toEqual([]);
  });

  it('accepts that there is nothing to remove', async () => {
    await removeFolderAtomically(join(parent, 'absent'));
    expect(await readdir(parent)).toEqual(['checkpoint']);
  });
});
