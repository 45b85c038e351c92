import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { resolveRecipe } from './recipe.js';
import { resolveTask, taskKinds } from './task-file.js';

const folder = join(__dirname, '../examples');

describe('the examples of task files', () => {
  it('are one for each kind', () => {
    expect(readdirSync(folder).sort()).toEqual(taskKinds.map((kind) => `${kind}.yaml`).sort());
  });

  it.each(taskKinds)('that of %s can be used as it is', async (kind) => {
    const task = await resolveTask(join(folder, `${kind}.yaml`));
    expect(task.kind).toBe(kind);
    expect(resolveRecipe(task, {}, { maxPositionEmbeddings: 512, numHiddenLayers: 2 })).toMatchObject(task.training);
  });
});
