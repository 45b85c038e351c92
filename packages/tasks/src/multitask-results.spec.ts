import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMultitaskResults } from './multitask-results.js';

it('reads the results of several tasks, none where there are none, and refuses damaged ones', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'multitask-'));
  expect(await readMultitaskResults(folder)).toBeNull();
  const results = { version: 1, tasks: [{ task: 'a', metric: 'accuracy', steps: 3 }] };
  await writeFile(join(folder, 'tasks.json'), JSON.stringify(results));
  expect(await readMultitaskResults(folder)).toEqual(results);
  for (const text of ['{"version": 2, "tasks": []}', '{"version": 1}', 'null', '{']) {
    await writeFile(join(folder, 'tasks.json'), text);
    await expect(readMultitaskResults(folder)).rejects.toThrow(/damaged or of another version/);
  }
  await rm(folder, { recursive: true });
});
