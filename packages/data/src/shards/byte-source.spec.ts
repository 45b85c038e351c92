import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { UserError } from '@electra-ts/config';

import { type ByteSource, damaged, FileSource, MemorySource } from './byte-source.js';

describe('ByteSource', () => {
  let folder: string;
  let path: string;
  const content = Uint8Array.from({ length: 10_000 }, (_, i) => i % 251);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'byte-source-'));
    path = join(folder, 'content');
    await writeFile(path, content);
  });

  afterAll(() => rm(folder, { recursive: true }));

  it.each<[string, () => Promise<ByteSource>]>([
    ['MemorySource', () => MemorySource.read(path, content.length)],
    ['FileSource', async () => new FileSource(path)],
  ])('%s gives any part and the hash of the whole', async (_, open) => {
    const source = await open();
    expect([...source.bytes(252, 3)]).toEqual([1, 2, 3]);
    expect([...source.bytes(0, 6000)]).toEqual([...content.subarray(0, 6000)]);
    await expect(source.sha256()).resolves.toBe(createHash('sha256').update(content).digest('hex'));
    source.close();
  });

  it('notices a file that is too short', async () => {
    await expect(MemorySource.read(path, 10_001)).rejects.toThrow(/damaged: it ends after 10000 bytes/);
    const source = new FileSource(path);
    expect(() => source.bytes(9_999, 2)).toThrow(/damaged: it ends after 10000 bytes/);
    source.close();
    source.close();
    expect(() => source.bytes(0, 1)).toThrow(/read after close/);
  });

  it('names the file in its error', () => {
    expect(damaged('a.tokens', 'it is odd')).toBeInstanceOf(UserError);
    expect(damaged('a.tokens', 'it is odd').message).toMatch(/a\.tokens is damaged: it is odd/);
  });
});
