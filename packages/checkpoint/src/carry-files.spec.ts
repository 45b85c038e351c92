import { appendFile, mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, utimes, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { carryFiles } from './carry-files.js';

describe('carryFiles', () => {
  let folder: string;
  const at = (...names: string[]) => join(folder, ...names);
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'carry-files-'));
    await mkdir(at('old', '.git', 'refs'), { recursive: true });
    await mkdir(at('new', 'task'), { recursive: true });
    await writeFile(at('old', '.git', 'HEAD'), 'main');
    await symlink('../elsewhere', at('old', 'link'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('gives folders, also empty ones, links and files, and takes nothing', async () => {
    await utimes(at('old', '.git'), 1, 1);
    await writeFile(at('old', 'log.txt'), 'one');
    await writeFile(at('old', 'mine'), '');
    await carryFiles(at('old'), at('new'), (name) => name !== 'mine');
    expect((await readdir(at('new'), { recursive: true })).sort()).toEqual(['.git', '.git/HEAD', '.git/refs', 'link', 'log.txt', 'task']);
    expect(await readlink(at('new', 'link'))).toBe('../elsewhere');
    expect((await stat(at('new', '.git'))).mtimeMs).toBe(1000);
    await appendFile(at('old', 'log.txt'), ' two');
    await rm(at('old'), { recursive: true });
    expect(await readFile(at('new', '.git', 'HEAD'), 'utf8')).toBe('main');
    expect(await readFile(at('new', 'log.txt'), 'utf8')).toBe('one two');
  });

  it('leaves what is there, and adds to folders that are', async () => {
    await mkdir(at('old', 'task'));
    for (const name of ['model', 'notes.md']) await writeFile(at('old', 'task', name), 'old');
    await writeFile(at('new', 'task', 'model'), 'new');
    await writeFile(at('new', '.git'), 'a file');
    await carryFiles(at('old'), at('new'));
    expect(await readFile(at('new', 'task', 'model'), 'utf8')).toBe('new');
    expect(await readFile(at('new', 'task', 'notes.md'), 'utf8')).toBe('old');
    expect(await readFile(at('new', '.git'), 'utf8')).toBe('a file');
  });
});
