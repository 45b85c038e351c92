import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isWithin } from './is-within.js';

it('isWithin follows links, and takes no name for another that it begins', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'is-within-'));
  try {
    await mkdir(join(folder, 'run', 'checkpoint'), { recursive: true });
    await symlink(join(folder, 'run', 'checkpoint'), join(folder, 'link'));
    const within = (path: string) => isWithin(join(folder, path), join(folder, 'run'));
    for (const path of ['run', 'link', 'run/absent', 'run/../run']) expect({ path, is: await within(path) }).toEqual({ path, is: true });
    for (const path of ['', 'run-2', 'absent']) expect({ path, is: await within(path) }).toEqual({ path, is: false });
    expect(await isWithin(folder, '/')).toBe(true);
  } finally {
    await rm(folder, { recursive: true });
  }
});
