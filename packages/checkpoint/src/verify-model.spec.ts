import { appendFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DamagedFile } from './verify-folder.js';
import { verifyModel } from './verify-model.js';
import { writeFolderAtomically } from './write-folder-atomically.js';

describe('verifyModel', () => {
  let scratch: string;
  let checkpoint: string;
  let warnings: string[];
  const verify = (folder: string) => verifyModel(folder, (message) => warnings.push(message));
  beforeEach(async () => {
    warnings = [];
    scratch = await mkdtemp(join(tmpdir(), 'verify-model-'));
    checkpoint = join(scratch, 'checkpoint-000001');
    await writeFolderAtomically(checkpoint, async (temporary) => {
      for (const folder of ['', 'discriminator', 'ema/generator']) {
        await mkdir(join(temporary, folder), { recursive: true });
        for (const name of ['model.safetensors', 'config.json']) await writeFile(join(temporary, folder, name), 'abcd');
      }
    });
  });
  afterEach(() => rm(scratch, { recursive: true }));

  it.each(['', 'discriminator', 'ema/generator'])('throws for weights that changed in "%s", and for no others', async (name) => {
    const model = join(checkpoint, name);
    await symlink(model, join(scratch, 'link'));
    await verify(model);
    await writeFile(join(model, 'model.safetensors'), 'abce');
    for (const path of [model, join(scratch, 'link')]) {
      await expect(verify(path)).rejects.toThrow(DamagedFile);
      await expect(verify(path)).rejects.toThrow(`${join(path, 'model.safetensors')} is damaged`);
    }
    if (name !== '') await verify(join(checkpoint, name === 'discriminator' ? 'ema/generator' : 'discriminator'));
    expect(warnings).toEqual([]);
  });

  it('warns of what users edit, and lets pass what is not there', async () => {
    await appendFile(join(checkpoint, 'discriminator', 'config.json'), '\n');
    await rm(join(checkpoint, 'discriminator', 'model.safetensors'));
    await verify(join(checkpoint, 'discriminator'));
    expect(warnings).toEqual([expect.stringMatching(/discriminator.config\.json is not as it was written, as manifest\.json tells: it is used/)]);
  });

  it('lets pass models of elsewhere, and warns of a list that cannot be read', async () => {
    const model = join(scratch, 'model');
    await mkdir(model);
    await writeFile(join(model, 'model.safetensors'), 'abcd');
    await verify(model);
    await writeFile(join(scratch, 'manifest.json'), '{"name": "a page"}');
    await verify(model);
    expect(warnings).toEqual([]);
    await writeFile(join(model, 'manifest.json'), '{');
    await verify(model);
    expect(warnings).toEqual([expect.stringMatching(/manifest\.json is damaged.*model are not checked\.$/)]);
  });
});
