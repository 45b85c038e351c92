import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { submissionPath } from './submission-path.js';

describe('submissionPath', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'submission-'));
    await writeFile(join(folder, 'file'), '');
    await mkdir(join(folder, 'RTE.tsv'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const path = (name: string, ...below: string[]) => submissionPath(join(folder, ...below), { name, kind: 'classification' });

  it("is a file below the folder, which need not be there, and leaves nothing", async () => {
    const before = await readdir(folder);
    expect(await path('cola')).toBe(join(folder, 'CoLA.tsv'));
    expect(await path('my mails: 2', 'new', 'er')).toBe(join(folder, 'new', 'er', 'my mails: 2.tsv'));
    // Names of what every object has are names like others.
    expect(await path('constructor')).toBe(join(folder, 'constructor.tsv'));
    expect(await readdir(folder)).toEqual(before);
  });

  it.each(['../../escaped', '/tmp/escaped', 'a/b', '..\\escaped', 'two\nlines', 'nul\0'])('refuses a task called %j', async (name) => {
    const shown = JSON.stringify(name).replace(/[\\.]/g, '\\$&');
    await expect(path(name)).rejects.toThrow(new RegExp(`name is no file's name: .*received name: ${shown}\\. Change "name" in the task file`));
  });

  it('refuses what cannot be written', async () => {
    await expect(path('rte')).rejects.toThrow(/RTE\.tsv is a folder: expected a new file/);
    await expect(path('cola', 'file')).rejects.toThrow(/CoLA\.tsv: a part of the path is a file/);
    await expect(path('x'.repeat(255))).rejects.toThrow(/the name is too long/);
  });
});
