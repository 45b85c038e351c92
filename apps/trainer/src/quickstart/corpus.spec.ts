import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { corpusTexts, writeCorpus } from './corpus.js';

describe('corpusTexts', () => {
  const texts = corpusTexts();

  it('has every address and chapter under a name of its own', () => {
    expect(texts.filter(({ name }) => name.startsWith('sotu'))).toHaveLength(233);
    expect(texts.filter(({ name }) => name.startsWith('moby-dick')).length).toBeGreaterThan(130);
    expect(new Set(texts.map(({ name }) => name)).size).toBe(texts.length);
    expect(texts.every(({ name }) => /^[a-z0-9-]+\.txt$/.test(name))).toBe(true);
  });

  it('has sentences on lines of their own', () => {
    const lines = texts.flatMap(({ text }) => text.split('\n'));
    expect(lines.length).toBeGreaterThan(60_000);
    expect(lines.filter((line) => line.length > 2000).length).toBeLessThan(50);
  });
});

describe('writeCorpus', () => {
  it('writes every n-th text', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'corpus-'));
    const texts = ['a', 'b', 'c'].map((name) => ({ name: `${name}.txt`, text: name.repeat(3) }));
    expect(await writeCorpus(join(folder, 'text'), 2, texts)).toEqual({ texts: 2, characters: 8 });
    expect(await readdir(join(folder, 'text'))).toEqual(['a.txt', 'c.txt']);
    expect(await readFile(join(folder, 'text', 'c.txt'), 'utf8')).toBe('ccc\n');
    await rm(folder, { recursive: true });
  });
});
