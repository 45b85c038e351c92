import { UserError } from '@electra-ts/config';

import { type ByteInput } from './input-bytes.js';
import { textChunks } from './text-chunks.js';

/** `hello bzip2`, made by the reference implementation: `echo hello bzip2 | bzip2`. */
const hello = Buffer.from('QlpoOTFBWSZTWatrofEAAALZgAAQQAAQABJkwBAgADEA000EAB6j705RogeLuSKcKEhVtdD4gA==', 'base64');

/** 30,000 lines of it in four blocks, by `bzip2 -1`. */
const blocks = Buffer.from(
  [
    'QlpoMTFBWSZTWc+zRqYAYaLZgAAQQAAQABJkwBAgAJAgGmmgKVQDNTmkIGihA3SEDsoQPihA8pCBrChA2UIGChA6pCBhQgfmKCskymspk2lIAB',
    'RXazAAAggAAgACTJgCBAASBANNNAUqg0aepyUIGyhA+KEDukIHpQgaKEDKQgbKEDBQgaykIGUhA/MUFZJlNZExUoIwBBF1mAABBAABAAEmTAEC',
    'AAkCAaaaApVANpOShA1SEDChA7pCBmihA9KEDZQgdYUIHCkIGyhA2UIH5igrJMprLJ7zZiAK/xswAAIIAAIAAkyYAgQAEgQDTTQFKoNGnqcyhU',
    'blCo+lCo7lCo9KFRooVGShUbKFRhQqOuChUZKFRkoVH4u5IpwoSAaVa6AA',
  ].join(''),
  'base64',
);

/** 70 MiB of the letter a, by `bzip2 -9`. */
const bomb = Buffer.from(
  'QlpoOTFBWSZTWcJtKvMBX44BAKAAAAggADCATUZCoCWpCoCXMUFZJlNZGuqFqwDSpYEA4AAACCAAIKU0GY41QkiWxUJIl4u5IpwoSE8YaCYA',
  'base64',
);

function inputOf(bytes: Uint8Array, size = 7, more: Partial<ByteInput> = {}): ByteInput {
  const open = async function* () {
    for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
  };
  return { name: 'a.txt.bz2', open, compression: 'bz2', maxExpansion: 100, ...more };
}

async function read(input: ByteInput): Promise<string> {
  let text = '';
  for await (const chunk of textChunks(input)) text += chunk;
  return text;
}

describe('bunzip', () => {
  it('decodes blocks and streams that follow each other, whatever the pieces', async () => {
    for (const size of [1, 5, 1000]) {
      await expect(read(inputOf(hello, size))).resolves.toBe('hello bzip2\n');
      await expect(read(inputOf(Buffer.concat([hello, hello]), size))).resolves.toBe('hello bzip2\nhello bzip2\n');
      await expect(read(inputOf(blocks, size, { maxExpansion: 2000 }))).resolves.toBe('hello bzip2\n'.repeat(30_000));
    }
    await expect(read(inputOf(hello, 1, { compression: 'detect' }))).resolves.toBe('hello bzip2\n');
  });

  it('reads two files at a time', async () => {
    const both = await Promise.all([read(inputOf(blocks)), read(inputOf(hello, 1))]);
    expect(both.map(({ length }) => length)).toEqual([360_000, 12]);
  });

  it('stops at a decompression bomb, and closes its source', async () => {
    await expect(read(inputOf(bomb))).rejects.toThrow(/a\.txt\.bz2 grows too large/);
    let closed = false;
    const open = async function* () {
      try {
        for (;;) yield hello;
      } finally {
        closed = true;
      }
    };
    const chunks = textChunks(inputOf(hello, 1, { open }));
    await chunks.next();
    await chunks.return(undefined);
    expect(closed).toBe(true);
  });

  it('says what is wrong, for every cut and every changed byte', async () => {
    for (let i = 0; i < hello.length; i++) {
      const error = await read(inputOf(hello.subarray(0, i))).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(UserError);
      expect((error as Error).message).toMatch(/a\.txt\.bz2.*readable bzip2 file.*ends too early/);
      const changed = Uint8Array.from(hello);
      changed[i] ^= 0x55;
      const text = await read(inputOf(changed)).catch((caught: unknown) => caught);
      // The last byte's lowest bits are padding; elsewhere a checksum or the format tells.
      if (text !== 'hello bzip2\n') {
        expect(text).toBeInstanceOf(UserError);
      }
    }
  });
});
