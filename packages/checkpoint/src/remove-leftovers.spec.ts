import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { removeLeftovers } from './remove-leftovers.js';
import { temporaryBeside } from './write-file-atomically.js';

it('removeLeftovers removes what killed writers left, and nothing else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'remove-leftovers-'));
  try {
    const file = temporaryBeside(join(folder, 'run.json'));
    const checkpoint = temporaryBeside(join(folder, 'checkpoint-000500'));
    await writeFile(file, 'half');
    await mkdir(checkpoint);
    await writeFile(join(checkpoint, 'weights'), 'half');
    await writeFile(join(folder, 'mine.tmp'), '');
    await writeFile(join(folder, '.hidden'), '');
    const warn = (message: string) => {
      throw new Error(message);
    };
    expect(await removeLeftovers(folder, { warn, isLeft: (name) => name === 'other' })).toEqual([]);
    expect((await removeLeftovers(folder, { warn })).sort()).toEqual([basename(file), basename(checkpoint)].sort());
    expect((await readdir(folder)).sort()).toEqual(['.hidden', 'mine.tmp']);
  } finally {
    await rm(folder, { recursive: true });
  }
});
