import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSplit, readTaskTexts } from './task-data.js';
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

  it('refuses a label that training never shows, and one that the task file does not name', async () => {
    await write('train.tsv', ['a\tyes', 'b\tno']);
    await write('dev.tsv', ['c\tno', 'd\tmaybe']);
    await expect(readTaskTexts(folder, task)).rejects.toThrow(/Example 2 of the dev data .* expected no, yes, received maybe, of "d"/);
    const named = taskFile.parse({ name: 'x', kind: 'classification', labels: ['no', 'maybe'] });
    await expect(readTaskTexts(folder, named)).rejects.toThrow(/Example 1 of the train data .* received yes, of "a"/);
  });

  it('holds out a tenth of training where there is no development file, if the task says so', async () => {
    const rows = Array.from({ length: 200 }, (_, n) => `sentence ${n}\t${n % 2 ? 'yes' : 'no'}`);
    await write('train.tsv', rows);
    const divided = { ...task, holdOut: true };
    const { train, dev } = await readTaskTexts(folder, divided);
    expect(dev.length).toBeGreaterThan(5);
    expect([...train, ...dev].map((each) => JSON.stringify(each)).sort()).toEqual((await readSplit(folder, 'train', task)).map((each) => JSON.stringify(each)).sort());
    expect(await readSplit(folder, 'dev', divided)).toEqual(dev);
    await write('dev.tsv', ['b\tno']);
    expect(await readSplit(folder, 'train', divided)).toHaveLength(200);
    expect(await readSplit(folder, 'dev', divided)).toHaveLength(1);
  });

  it('refuses to hold out of too few examples, and holds nothing out unasked', async () => {
    await write('train.tsv', ['a\tyes', 'b\tno']);
    await expect(readTaskTexts(folder, { ...task, holdOut: true })).rejects.toThrow(/too few training examples to hold out/);
    await expect(readTaskTexts(folder, task)).rejects.toThrow(/no dev file.*holdOut: true/);
  });
});
