import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFolderAtomically } from '@electra-ts/checkpoint';
import { RunFolder } from '@electra-ts/training';
import { finetunedFolder } from './finetuned-folder.js';

describe('finetunedFolder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'finetuned-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('finds the best model so far of a fine-tuning that goes on', async () => {
    const run = await RunFolder.create(join(folder, 'run'), { kind: 'fine-tuning' });
    await expect(finetunedFolder(run.folder)).rejects.toThrow(/a run without a checkpoint/);
    const saved = await run.saveCheckpoint(3, async (temporary) => {
      await mkdir(join(temporary, 'discriminator'));
      await writeFile(join(temporary, 'discriminator', 'config.json'), '{}');
    });
    expect(await finetunedFolder(run.folder)).toBe(join(saved, 'discriminator'));
    await run.close();
  });

  it('gives back what is something else', async () => {
    const run = await RunFolder.create(join(folder, 'run'), { kind: 'pretraining' });
    await run.close();
    for (const path of [run.folder, folder, join(folder, 'absent')]) expect(await finetunedFolder(path)).toBe(path);
  });

  it("finds the model of a fine-tuning's checkpoint, and leaves one of pre-training as it is", async () => {
    await mkdir(join(folder, 'discriminator'));
    await writeFile(join(folder, 'discriminator', 'config.json'), '{}');
    expect(await finetunedFolder(folder)).toBe(join(folder, 'discriminator'));
    await mkdir(join(folder, 'generator'));
    expect(await finetunedFolder(folder)).toBe(folder);
  });

  it('refuses damaged weights of a model, of one of several and of a checkpoint', async () => {
    const out = join(folder, 'out');
    const models = ['', 'nouns', 'checkpoint/discriminator'];
    await writeFolderAtomically(out, async (temporary) => {
      for (const model of models) {
        await mkdir(join(temporary, model), { recursive: true });
        for (const name of ['config.json', 'model.safetensors']) await writeFile(join(temporary, model, name), 'as written');
      }
    });
    for (const model of models) {
      const path = join(out, model.replace('/discriminator', ''));
      expect(await finetunedFolder(path)).toBe(join(out, model));
      await writeFile(join(out, model, 'model.safetensors'), 'as wr1tten');
      await expect(finetunedFolder(path)).rejects.toThrow(/model\.safetensors is damaged/);
      await writeFile(join(out, model, 'model.safetensors'), 'as written');
    }
  });

  it('says what to name where there are several', async () => {
    for (const name of ['seed-1', 'seed-2', 'other']) await mkdir(join(folder, name));
    await writeFile(join(folder, 'seeds.json'), '{}');
    await expect(finetunedFolder(folder)).rejects.toThrow(/several seeds: expected the folder of one.*seed-1, .*seed-2\.$/);
    const swept = join(folder, 'swept');
    await mkdir(join(swept, 'epochs-3'), { recursive: true });
    await writeFile(join(swept, 'sweep.json'), '{}');
    await expect(finetunedFolder(swept)).rejects.toThrow(/of a sweep: expected the folder of one.*epochs-3\.$/);
    await writeFile(join(swept, 'tasks.json'), '{}');
    await rm(join(swept, 'sweep.json'));
    await expect(finetunedFolder(swept)).rejects.toThrow(/models of several tasks: expected the folder of one.*epochs-3\.$/);
  });

  it('has none yet of several tasks whose training goes on', async () => {
    const run = await RunFolder.create(join(folder, 'run'), { kind: 'fine-tuning', tasks: [] });
    await expect(finetunedFolder(run.folder)).rejects.toThrow(/several tasks that is not finished.*--resume/);
    await run.close();
  });
});
