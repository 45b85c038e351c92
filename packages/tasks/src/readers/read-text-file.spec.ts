import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parsedJson, readTextFile } from './read-text-file.js';

describe('readTextFile', () => {
  it('reads UTF-8 without its mark, and refuses what is not there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'text-file-'));
    await writeFile(join(folder, 'a'), '\uFEFFé');
    expect(await readTextFile(join(folder, 'a'))).toBe('é');
    await expect(readTextFile(join(folder, 'b'))).rejects.toThrow(/no such file/);
    await expect(readTextFile(folder)).rejects.toThrow(/cannot be read/);
    await rm(folder, { recursive: true });
  });
});

describe('parsedJson', () => {
  it('is undefined for what is no JSON', () => {
    expect(parsedJson('{"a": 1}')).toEqual({ a: 1 });
    expect(parsedJson('{')).toBeUndefined();
  });
});
