import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { electraConfig, toHuggingFaceConfig } from '@electra-ts/nn';
import { finishedFinetuning } from './finished-finetuning.js';
import { defaultRecipe } from './recipe.js';
import { taskFile } from './task-file.js';

describe('finishedFinetuning', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'finished-'));
    await writeFile(join(folder, 'config.json'), JSON.stringify(toHuggingFaceConfig(electraConfig({ vocabSize: 9 }), {})));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const task = taskFile.parse({ name: 'opinions', kind: 'classification' });
  const asked = (configuration: object = {}) => ({ task, model: 'm', data: 'd', out: folder, configuration });
  const told = async (more: object = {}) => {
    const record = { version: 1, task: 'opinions', kind: 'classification', metric: 'accuracy', initialize: 'pretrained', seed: 0, recipe: defaultRecipe, steps: 6 };
    const results = { ...record, history: [{ step: 6, metrics: {} }], ...more };
    await writeFile(join(folder, 'results.json'), JSON.stringify(results));
    return results;
  };

  it('finds nothing where there is nothing', async () => {
    expect(await finishedFinetuning(asked())).toBeNull();
  });

  it('finds what came to its end, or to the end of its patience', async () => {
    expect(await finishedFinetuning({ ...asked(), out: folder })).toEqual(null);
    const whole = await told();
    expect(await finishedFinetuning(asked())).toEqual(whole);
    const early = await told({ history: [{ step: 3, metrics: {} }], stoppedEarly: true });
    expect(await finishedFinetuning(asked())).toEqual(early);
  });

  it('refuses another one, and one that an earlier version left half done', async () => {
    await told();
    await expect(finishedFinetuning(asked({ seed: 1, training: { epochs: 9 } }))).rejects.toThrow(/seed was 0 and is 1; training\.epochs was 3 and is 9/);
    await expect(finishedFinetuning({ ...asked(), initialize: 'random' })).rejects.toThrow(/initialize was "pretrained" and is "random".*--force/);
    await told({ history: [{ step: 2, metrics: {} }] });
    await expect(finishedFinetuning(asked())).rejects.toThrow(/stopped at step 2 of 6 by an earlier version/);
  });
});
