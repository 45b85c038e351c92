import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findSplit } from './find-split.js';

describe('findSplit', () => {
  const extensions = ['.tsv', '.jsonl'];
  let folder: string;
  const write = async (name: string) => {
    await writeFile(join(folder, name), '');
    return join(folder, name);
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'find-split-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('finds a file by its split, or by the task\'s name for it', async () => {
    const train = await write('train.tsv');
    const special = await write('training-data.jsonl');
    expect(await findSplit(folder, 'train', { files: {} }, extensions)).toBe(train);
    expect(await findSplit(folder, 'train', { files: { train: 'training-data.jsonl' } }, extensions)).toBe(special);
    const several = { files: { train: ['absent.jsonl', 'training-data.jsonl'] } };
    expect(await findSplit(folder, 'train', several, extensions)).toBe(special);
    expect(await findSplit(folder, 'train', { files: { train: ['absent.jsonl'] } }, extensions)).toBe(train);
    expect(await findSplit(folder, 'test', { files: {} }, extensions)).toBeNull();
  });

  it('refuses two files, a name that is not there, and no folder', async () => {
    await write('dev.tsv');
    await write('dev.jsonl');
    await expect(findSplit(folder, 'dev', { files: {} }, extensions)).rejects.toThrow(/several dev files/);
    await expect(findSplit(folder, 'dev', { files: { dev: 'x.tsv' } }, extensions)).rejects.toThrow(/no x\.tsv/);
    await expect(findSplit(join(folder, 'no'), 'dev', { files: {} }, extensions)).rejects.toThrow(/no such folder/);
  });
});
