import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { UserError } from '@electra-ts/config';
import fc from 'fast-check';

import { fileBytes } from './input-bytes.js';
import { inputKindOf } from './input-kind.js';
import { decodeUtf8, textChunks } from './text-chunks.js';

function inputAt(path: string) {
  const { compression } = inputKindOf(path);
  return { name: path, open: () => fileBytes(path), compression, maxExpansion: 100 };
}

async function read(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) {
    text += chunk;
  }
  return text;
}

describe('decodeUtf8', () => {
  async function* inPieces(bytes: Uint8Array, size: number) {
    for (let i = 0; i < bytes.length; i += size) {
      yield bytes.subarray(i, i + size);
    }
  }

  it('puts characters together that pieces divide', async () => {
    const texts = fc.string({ unit: 'grapheme', maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 7 }), async (text, size) => {
        const decoded = await read(decodeUtf8(inPieces(Buffer.from(text), size), 'a.txt'));
        expect(decoded).toBe(text.replace(/^\uFEFF/, ''));
      }),
    );
  });

  it('says where the first wrong byte is, wherever the pieces end', async () => {
    const bytes = Buffer.concat([Buffer.from('héllo '), Buffer.from([0xff]), Buffer.from('é')]);
    for (const size of [1, 2, 3, 5, 100]) {
      await expect(read(decodeUtf8(inPieces(bytes, size), 'a.txt'))).rejects.toThrow(
        /a\.txt is not UTF-8.*byte 0xff at offset 7\b/,
      );
    }
  });

  it('notices a character that the end cuts short', async () => {
    const cut = Buffer.from('ab€').subarray(0, 4);
    await expect(read(decodeUtf8(inPieces(cut, 2), 'a.txt'))).rejects.toThrow(/byte 0xe2 at offset 2\b/);
  });
});

/** `hello zstd`, made by the reference implementation: `echo hello zstd | zstd -c --check`. */
const zstd = Buffer.from('KLUv/QRYWQAAaGVsbG8genN0ZApsV/lR', 'base64');

describe('textChunks', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'text-chunks-'));
  });

  afterAll(() => rm(folder, { recursive: true }));

  async function put(name: string, content: string | Uint8Array): Promise<string> {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  }

  it('reads plain and compressed files, without a byte order mark', async () => {
    const text = 'añb\n'.repeat(50_000);
    await expect(read(textChunks(inputAt(await put('a.txt', `\uFEFF${text}`))))).resolves.toBe(text);
    await expect(read(textChunks(inputAt(await put('a.txt.gz', gzipSync(text)))))).resolves.toBe(text);
  });

  it('reads Zstandard, and finds out how a stream is compressed', async () => {
    await expect(read(textChunks(inputAt(await put('a.txt.zst', zstd))))).resolves.toBe('hello zstd\n');
    for (const bytes of [zstd, gzipSync('hello zstd\n'), Buffer.from('hello zstd\n')]) {
      const open = async function* () {
        for (const byte of bytes) yield Uint8Array.of(byte);
      };
      const input = { name: 'a stream', open, compression: 'detect', maxExpansion: 100 } as const;
      await expect(read(textChunks(input))).resolves.toBe('hello zstd\n');
    }
  });

  it('stops at a decompression bomb', async () => {
    const bomb = inputAt(await put('bomb.txt.gz', gzipSync(Buffer.alloc(70 << 20, 'a'), { level: 1 })));
    await expect(read(textChunks(bomb))).rejects.toThrow(/bomb\.txt\.gz grows too large.*--max-expansion/);
    await expect(read(textChunks({ ...bomb, maxExpansion: 2000 }))).resolves.toHaveLength(70 << 20);
  });

  it('says what is wrong with a file', async () => {
    const whole = gzipSync('some text that is long enough to be cut');
    const cases: [string, RegExp][] = [
      [join(folder, 'missing.txt'), /missing\.txt.*no such file/],
      [await put('cut.gz', whole.subarray(0, whole.length - 6)), new RegExp(`cut\\.gz.*ends too early, in the first ${whole.length - 6} bytes of the file, behind \\d+ bytes of decompressed text`)],
      [await put('wide.zst', Buffer.from('28b52ffd00ff00000000', 'hex')), /wide\.zst cannot be decompressed in bounded memory: .*at most 134217728 bytes/],
      [await put('plain.gz', 'not compressed'), /plain\.gz.*not gzip/],
      [await put('latin.gz', gzipSync(Buffer.from([0x61, 0xe9, 0x62]))), /0xe9 at offset 1 of the decompressed text/],
      [await put('plain.zst', 'not compressed'), /plain\.zst.*readable Zstandard file.*invalid zstd data/],
      [await put('cut.zst', zstd.subarray(0, zstd.length - 3)), /cut\.zst.*ends too early/],
      [await put('empty.zst', ''), /empty\.zst.*ends too early/],
      [await put('nul.txt', 'ab\0c'), /nul\.txt is not text.*NUL byte at offset 2/],
      [folder, /a folder/],
    ];
    for (const [path, message] of cases) {
      const error = await read(textChunks(inputAt(path))).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(UserError);
      expect((error as Error).message).toMatch(message);
    }
  });
});
