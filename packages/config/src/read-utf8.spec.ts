import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readUtf8 } from './read-utf8.js';
import { UserError } from './user-error.js';

describe('readUtf8', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'read-utf8-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function fileOf(bytes: readonly number[]): Promise<string> {
    const path = join(folder, 'text');
    await writeFile(path, Uint8Array.from(bytes));
    return path;
  }

  it('reads text and drops a byte order mark', async () => {
    const path = await fileOf([0xef, 0xbb, 0xbf, ...Buffer.from('größe 😀')]);
    await expect(readUtf8(path)).resolves.toBe('größe 😀');
  });

  it.each([
    ['a lone byte of Latin-1', [...Buffer.from('é '), 0xe9, 0x61], 'byte 0xe9 at offset 3'],
    ['a truncated character', [0x61, 0xf0, 0x9f, 0x98], 'byte 0xf0 at offset 1'],
    ['an error after a real U+FFFD', [0xef, 0xbf, 0xbd, 0xff], 'byte 0xff at offset 3'],
    ['an error after a byte order mark', [0xef, 0xbb, 0xbf, 0xff], 'byte 0xff at offset 3'],
  ])('names the offset of %s', async (_, bytes, received) => {
    const error = await readUtf8(await fileOf(bytes)).catch((problem: unknown) => problem);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toContain(received);
  });

  it.each([
    ['missing', 'no such file'],
    ['.', 'a folder'],
  ])('explains that it cannot read %s', async (name, received) => {
    await expect(readUtf8(join(folder, name))).rejects.toThrow(`received ${received}`);
  });
});
