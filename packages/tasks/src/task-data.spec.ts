import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTaskTexts } from './task-data.js';
import { taskFile } from './task-file.js';

const task = taskFile.parse({ name: 'x', kind: 'classification' });

describe('task data', () => {
  let folder: string;
  const write = (name: string, rows: string[]) => writeFile(join(folder, name), ['text\tlabel', ...rows, ''].join('\n'));
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'task-data-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('reads both parts and takes the labels of training', async () => {
    await write('train.tsv', ['a\tyes', 'b\tno']);
    await write('dev.tsv', ['b\tno']);
    const texts = await readTaskTexts(folder, task);
    expect(texts.labels).toEqual(['no', 'yes']);
    expect([texts.train.length, texts.dev.length]).toEqual([2, 1]);
  });

  it('refuses a task with one label, and one without development examples', async () => {
    await write('train.tsv', ['a\tyes', 'b\tyes']);
    await expect(readTaskTexts(folder, task)).rejects.toThrow(/has no dev file/);
    await write('dev.tsv', ['a\tyes']);
    await expect(readTaskTexts(folder, task)).rejects.toThrow(/have one label.*received yes/);
  });
});
