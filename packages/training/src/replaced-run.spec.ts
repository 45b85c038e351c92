import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forgetReplaced, putAside, replacedName, undoPutAside } from './replaced-run.js';

describe('what a run replaces', () => {
  let folder: string;
  const at = (...names: string[]) => join(folder, ...names);
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'replaced-'));
    await mkdir(at('checkpoint'));
    await writeFile(at('checkpoint', 'weights'), 'old');
    await writeFile(at('notes'), 'mine');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is aside until it is forgotten, in the place of what was there before', async () => {
    await putAside(folder, [at('checkpoint'), at('absent')]);
    expect((await readdir(folder)).sort()).toEqual([replacedName, 'notes']);
    expect(await readFile(at(replacedName, 'checkpoint', 'weights'), 'utf8')).toBe('old');
    await putAside(folder, [at('notes')]);
    expect(await readdir(at(replacedName))).toEqual(['notes']);
    await forgetReplaced(folder);
    expect(await readdir(folder)).toEqual([]);
  });

  it('comes back where it was cut off on the way', async () => {
    await undoPutAside(folder);
    await mkdir(at('.replacing'));
    await writeFile(at('.replacing', 'run.json'), '{}');
    await undoPutAside(folder);
    expect((await readdir(folder)).sort()).toEqual(['checkpoint', 'notes', 'run.json']);
    expect(existsSync(at('.replacing'))).toBe(false);
  });
});
