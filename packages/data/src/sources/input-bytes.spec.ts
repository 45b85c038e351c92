import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import fc from 'fast-check';

import { type ByteInput, fileBytes, inputBytes } from './input-bytes.js';

/** `hello zstd`, made by the reference implementation: `echo hello zstd | zstd -c --check`. */
const zstd = Buffer.from('KLUv/QRYWQAAaGVsbG8genN0ZApsV/lR', 'base64');

function inputOf(bytes: Uint8Array, size: number, compression: ByteInput['compression'] = 'detect'): ByteInput {
  const open = async function* () {
    for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
  };
  return { name: 'a stream', open, compression, maxExpansion: 100 };
}

async function read(input: ByteInput): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const bytes of inputBytes(input)) pieces.push(bytes);
  return Buffer.concat(pieces);
}

describe('inputBytes', () => {
  it('gives back any bytes, plain or compressed, whatever the pieces', async () => {
    const any = fc.uint8Array({ maxLength: 60 }).filter((bytes) => bytes[0] !== 0x1f);
    await fc.assert(
      fc.asyncProperty(any, fc.integer({ min: 1, max: 9 }), async (bytes, size) => {
        const wanted = Buffer.from(bytes);
        expect(await read(inputOf(wanted, size, 'none'))).toEqual(wanted);
        expect(await read(inputOf(wanted, size))).toEqual(wanted);
        expect(await read(inputOf(gzipSync(wanted), size, 'gz'))).toEqual(wanted);
        expect(await read(inputOf(gzipSync(wanted), size))).toEqual(wanted);
      }),
    );
  });

  it('reads members that follow each other as one file', async () => {
    expect(String(await read(inputOf(Buffer.concat([gzipSync('a'), gzipSync('b')]), 5)))).toBe('ab');
    expect(String(await read(inputOf(Buffer.concat([zstd, zstd]), 5)))).toBe('hello zstd\nhello zstd\n');
  });

  it('does not keep a view of the window that the Zstandard decoder writes over', async () => {
    const pieces: Uint8Array[] = [];
    for await (const bytes of inputBytes(inputOf(Buffer.concat([zstd, zstd]), 1))) pieces.push(bytes);
    expect(String(Buffer.concat(pieces))).toBe('hello zstd\nhello zstd\n');
  });

  it('reads no further than it is asked to, and closes its source', async () => {
    let opened = 0;
    let closed = false;
    const open = async function* () {
      try {
        for (;;) {
          opened++;
          yield gzipSync('a'.repeat(1 << 16), { level: 0 });
        }
      } finally {
        closed = true;
      }
    };
    const bytes = inputBytes({ name: 'a stream', open, compression: 'gz', maxExpansion: 100 });
    await bytes.next();
    await new Promise((resolve) => setImmediate(resolve));
    // A piece each: on its way in, in zlib, on its way out; and what fills the streams' marks of 64 KiB.
    expect(opened).toBeLessThan(8);
    await bytes.return(undefined);
    await new Promise((resolve) => setImmediate(resolve));
    expect(closed).toBe(true);
  });

  it('opens a file when it is read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'input-bytes-'));
    const path = join(folder, 'a.txt');
    await writeFile(path, 'ab');
    const input = { name: path, open: () => fileBytes(path), compression: 'none', maxExpansion: 100 } as const;
    const bytes = inputBytes(input);
    await writeFile(path, 'changed');
    expect(String((await bytes.next()).value)).toBe('changed');
    await rm(folder, { recursive: true });
  });
});
