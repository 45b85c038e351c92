import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refuseOwnSource } from './refuse-own-source.js';

it('refuseOwnSource refuses weights of the run that is replaced, and no others', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'own-source-'));
  try {
    const at = (name: string) => join(folder, name);
    await mkdir(at('run/checkpoint-000001'), { recursive: true });
    await symlink(at('run'), at('link'));
    for (const source of ['run', 'link', 'link/checkpoint-000001/generator', 'run/.replaced']) {
      await expect(refuseOwnSource([undefined, at(source)], at('run'))).rejects.toThrow(/would replace the one whose weights it begins with.*Choose another --out/);
    }
    // Files in a run's folder that are not its own stay.
    await refuseOwnSource([at('run-2'), at('run/small'), 'google/electra-small-discriminator'], at('run'));
  } finally {
    await rm(folder, { recursive: true });
  }
});
