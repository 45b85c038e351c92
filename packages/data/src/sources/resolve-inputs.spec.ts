import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { UserError } from '@electra-ts/config';

import { resolveInputs } from './resolve-inputs.js';

describe('resolveInputs', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'resolve-inputs-'));
    await mkdir(join(folder, 'sub'));
    await mkdir(join(folder, 'other'));
    const names = ['b.txt', 'a.md', 'Z.TXT', 'c.jsonl.gz', 'sub/d.txt', 'notes.pdf', '.hidden.txt', 'other/x.bin', 'sub/x.parquet.gz'];
    for (const name of names) {
      await writeFile(join(folder, name), 'text');
    }
    await symlink(folder, join(folder, 'sub', 'loop'));
  });

  afterAll(() => rm(folder, { recursive: true }));

  const namesOf = async (...paths: string[]) => {
    const files = await resolveInputs(paths.map((path) => join(folder, path)));
    return files.map(({ path }) => path.slice(folder.length + 1));
  };

  it('takes a folder, sorted, without hidden files, other kinds and links in circles', async () => {
    await expect(namesOf('')).resolves.toEqual(['Z.TXT', 'a.md', 'b.txt', 'c.jsonl.gz', 'sub/d.txt']);
  });

  it('takes files and globs in the order given, each file once', async () => {
    await expect(namesOf('sub/d.txt', '*.{txt,md}', 'b.txt')).resolves.toEqual(['sub/d.txt', 'a.md', 'b.txt']);
  });

  it('tells which path meant a file first', async () => {
    const files = await resolveInputs(['b.txt', 'sub', '*.txt', ''].map((path) => join(folder, path)));
    expect(files.map(({ path, input }) => [path.slice(folder.length + 1), input])).toEqual([
      ['b.txt', 0],
      ['sub/d.txt', 1],
      ['Z.TXT', 3],
      ['a.md', 3],
      ['c.jsonl.gz', 3],
    ]);
  });

  it('knows how each file is read, and which one was named', async () => {
    const files = await resolveInputs([join(folder, 'c.jsonl.gz'), join(folder, 'b.*')]);
    expect(files.map(({ kind, isNamed }) => [kind, isNamed])).toEqual([
      ['jsonl', true],
      ['txt', false],
    ]);
  });

  it.each([
    ['missing.txt', /missing\.txt does not exist/],
    ['*.csv', /No file matches .*\*\.csv/],
    ['sub/x.parquet.gz', /compressed twice.*Decompress/],
    ['notes.pdf', /notes\.pdf is of an unknown kind.*\.txt, \.md, \.jsonl.*--format/],
    ['no*.pdf', /notes\.pdf is of an unknown kind/],
    ['other', /other holds no text/],
  ])('says what is wrong with %s', async (path, message) => {
    const error = await namesOf(path).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UserError);
    expect((error as Error).message).toMatch(message);
  });

  it('says what is wrong with a link that leads back to itself, and with one to nothing', async () => {
    await symlink('self.txt', join(folder, 'self.txt'));
    await symlink('nowhere.txt', join(folder, 'broken.txt'));
    try {
      await expect(namesOf('self.txt')).rejects.toThrow(/Cannot read .*self\.txt: .*received a link that leads back to itself/);
      await expect(namesOf('broken.txt')).rejects.toThrow(/broken\.txt does not exist/);
    } finally {
      await rm(join(folder, 'self.txt'));
      await rm(join(folder, 'broken.txt'));
    }
  });

  it('takes - for standard input, and a kind for what has no telling name', async () => {
    await expect(resolveInputs(['-', '-'])).resolves.toEqual([
      { path: '-', kind: 'txt', compression: 'detect', isNamed: true, input: 0 },
    ]);
    const [stdin, pdf] = await resolveInputs(['-', join(folder, 'notes.pdf')], 'jsonl');
    expect([stdin.kind, pdf.kind]).toEqual(['jsonl', 'jsonl']);
    await expect(resolveInputs(['-'], 'parquet')).rejects.toThrow(/Save it to a file/);
  });

  it('wants at least one path', async () => {
    await expect(resolveInputs([])).rejects.toThrow(/No input/);
  });
});
