import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readResults, resultsFile } from './finetuning-results.js';
import { defaultRecipe } from './recipe.js';

describe('readResults', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'results-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('reads what is there, and null where nothing is', async () => {
    expect(await readResults(folder)).toBeNull();
    await writeFile(join(folder, resultsFile), JSON.stringify({ version: 1, task: 'cola', recipe: defaultRecipe }));
    expect(await readResults(folder)).toMatchObject({ task: 'cola', recipe: { maxLength: 128 } });
  });

  it.each(['{"version": 1', '{"version": 2}', 'null'])('refuses %s', async (content) => {
    await writeFile(join(folder, resultsFile), content);
    await expect(readResults(folder)).rejects.toThrow(/damaged or of another version/);
  });
});
