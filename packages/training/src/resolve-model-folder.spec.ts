import { DamagedFile, writeFolderAtomically } from '@electra-ts/checkpoint';
import { UserError } from '@electra-ts/config';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveModelFolder } from './resolve-model-folder.js';

describe('resolveModelFolder', () => {
  let run: string;

  beforeEach(async () => {
    run = await mkdtemp(join(tmpdir(), 'resolve-model-'));
    for (const step of [5, 10]) {
      await writeFolderAtomically(join(run, `checkpoint-0000${String(step).padStart(2, '0')}`), async (folder) => {
        for (const role of ['discriminator', 'generator']) {
          await mkdir(join(folder, role));
          await writeFile(join(folder, role, 'config.json'), `{"step": ${step}}`);
          await writeFile(join(folder, role, 'model.safetensors'), `${role} ${step}`);
        }
      });
    }
  });
  afterEach(() => rm(run, { recursive: true }));

  it('takes the newest checkpoint of a run', async () => {
    expect(await resolveModelFolder(run, 'discriminator')).toBe(join(run, 'checkpoint-000010', 'discriminator'));
    expect(await resolveModelFolder(run, 'generator')).toBe(join(run, 'checkpoint-000010', 'generator'));
  });

  it('passes over a damaged one, and says so', async () => {
    await writeFile(join(run, 'checkpoint-000010', 'generator', 'config.json'), '{}');
    const warnings: string[] = [];
    const folder = await resolveModelFolder(run, 'discriminator', (message) => warnings.push(message));
    expect(folder).toBe(join(run, 'checkpoint-000005', 'discriminator'));
    expect(warnings).toHaveLength(1);
  });

  it('takes a checkpoint, and a model by itself', async () => {
    const checkpoint = join(run, 'checkpoint-000005');
    const model = join(checkpoint, 'generator');
    expect(await resolveModelFolder(checkpoint, 'generator')).toBe(model);
    expect(await resolveModelFolder(model, 'discriminator')).toBe(model);
  });

  it('refuses damaged weights of a checkpoint or a model that is named, and warns of other files', async () => {
    const checkpoint = join(run, 'checkpoint-000005');
    const warnings: string[] = [];
    await writeFile(join(checkpoint, 'generator', 'config.json'), '{"edited": 1}');
    for (const path of [checkpoint, join(checkpoint, 'generator')]) {
      expect(await resolveModelFolder(path, 'generator', (message) => warnings.push(message))).toBe(join(checkpoint, 'generator'));
    }
    expect(warnings).toEqual(Array(2).fill(expect.stringMatching(/generator.config\.json is not as it was written/)));
    await writeFile(join(checkpoint, 'generator', 'model.safetensors'), 'generator 6');
    for (const path of [checkpoint, join(checkpoint, 'generator')]) {
      await expect(resolveModelFolder(path, 'generator')).rejects.toThrow(DamagedFile);
    }
    expect(await resolveModelFolder(checkpoint, 'discriminator')).toBe(join(checkpoint, 'discriminator'));
  });

  it('takes the averaged weights of a checkpoint', async () => {
    const averages = join(run, 'checkpoint-000005', 'ema');
    await mkdir(join(averages, 'generator'), { recursive: true });
    await writeFile(join(averages, 'generator', 'config.json'), '{}');
    expect(await resolveModelFolder(averages, 'generator')).toBe(join(averages, 'generator'));
  });

  it('says what a path is that holds no model', async () => {
    const attempt = (path: string) => resolveModelFolder(path, 'discriminator');
    await expect(attempt(join(run, 'nowhere'))).rejects.toThrow(UserError);
    await expect(attempt(join(run, 'nowhere'))).rejects.toThrow(/does not exist/);
    await mkdir(join(run, 'begun'));
    await expect(attempt(join(run, 'begun'))).rejects.toThrow(/without any of them/);
    await writeFile(join(run, 'begun', 'run.json'), '{}');
    await expect(attempt(join(run, 'begun'))).rejects.toThrow(/a run without a checkpoint/);
  });

  it('takes the model that a run replaces which has no checkpoint yet, saying so', async () => {
    const replaced = join(run, 'new', '.replaced');
    await mkdir(replaced, { recursive: true });
    await writeFile(join(run, 'new', 'run.json'), '{}');
    await writeFile(join(replaced, 'config.json'), '{}');
    const warnings: string[] = [];
    expect(await resolveModelFolder(join(run, 'new'), 'discriminator', (message) => warnings.push(message))).toBe(replaced);
    expect(warnings).toEqual([expect.stringMatching(/new has no checkpoint yet: the model that it replaces is taken, .*\.replaced/)]);
  });
});
