import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { followLinks } from './follow-links.js';

describe('followLinks', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'follow-links-')));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('finds where links lead, also to what is not there', async () => {
    await mkdir(join(folder, 'disk', 'run'), { recursive: true });
    await symlink('disk', join(folder, 'link'));
    await symlink(join('..', 'link', 'gone'), join(folder, 'disk', 'dangling'));
    const found = { 'link/run': 'disk/run', link: 'disk', 'link/absent/deep': 'disk/absent/deep', 'link/dangling': 'disk/gone', absent: 'absent' };
    for (const [path, place] of Object.entries(found)) expect(await followLinks(join(folder, path))).toBe(join(folder, place));
  });

  it('takes a file on the way for the end of what is there', async () => {
    await writeFile(join(folder, 'file'), '');
    expect(await followLinks(join(folder, 'file', 'run'))).toBe(join(folder, 'file', 'run'));
  });

  it('does not follow links in a circle', async () => {
    await symlink('circle', join(folder, 'circle'));
    await expect(followLinks(join(folder, 'circle'))).rejects.toThrow(/circle: its symbolic links lead in a circle \(ELOOP\)/);
    // The system would have to find what is absent first; by names alone it is a circle.
    await symlink(join('absent', '..', 'round'), join(folder, 'round'));
    await expect(followLinks(join(folder, 'round'))).rejects.toThrow('ELOOP');
  });
});
