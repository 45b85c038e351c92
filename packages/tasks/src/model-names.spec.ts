import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFolderAtomically } from '@electra-ts/checkpoint';
import { modelNames } from './model-names.js';

describe('modelNames', () => {
  let folder: string;
  const write = (...names: string[]) => Promise.all(names.map((name) => writeFile(join(folder, name), '')));
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'model-names-')), 'out');
    await writeFolderAtomically(folder, async (temporary) => {
      await mkdir(join(temporary, 'nouns'));
      for (const name of ['tasks.json', 'nouns/results.json']) await writeFile(join(temporary, name), '');
    });
  });
  afterEach(() => rm(join(folder, '..'), { recursive: true }));

  it('tells what manifest.json lists from what somebody put beside it', async () => {
    await mkdir(join(folder, '.git'));
    await write('README.md', 'vocab.txt', '.git/HEAD');
    expect((await modelNames(folder)).sort()).toEqual(['manifest.json', 'nouns', 'tasks.json']);
  });

  it('knows the names of a model without manifest.json', async () => {
    await rm(join(folder, 'manifest.json'));
    const own = ['config.json', 'model-00001-of-00002.safetensors', 'model.safetensors.index.json', 'results.json', 'tokenizer.json', 'tokenizer_config.json', 'vocab.txt'];
    await write(...own, 'notes.json', 'my.safetensors');
    expect((await modelNames(folder)).sort()).toEqual([...own, 'tasks.json'].sort());
  });

  it("refuses what is in a task's folder and not the model's", async () => {
    await write('nouns/notes.md');
    await expect(modelNames(folder)).rejects.toThrow(/nouns is to be replaced as a whole.*received nouns\/notes\.md\. Move it away/);
  });
});
