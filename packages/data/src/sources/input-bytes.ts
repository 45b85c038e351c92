import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

import { UserError } from '@electra-ts/config';
import { Decompress } from 'fzstd';

import { bunzip } from './bunzip.js';
import { DecompressionError } from './decompression-error.js';
import { ExpansionLimit } from './expansion-limit.js';
import type { Compression } from './input-kind.js';
import { ZstdWindows } from './zstd-windows.js';

/** Bytes read from the disk at a time. */
const readBytes = 1 << 16;

/**
 * Bytes given to the Zstandard decoder at a time. It returns whatever they stand for at once, and four bytes may stand
 * for a block of 128 KiB (RFC 8878, section 3.1.1.2), so this bounds the memory: 256 MiB in the worst case.
 */
const zstdBytes = 1 << 13;

/** Where bytes come from, and what to make of them. */
export interface ByteInput {
  /** As errors call it. */
  readonly name: string;
  readonly open: () => AsyncIterable<Uint8Array>;
  /** `detect` looks at the first bytes. */
  readonly compression: Compression | 'detect';
  /** See `ExpansionLimit`. */
  readonly maxExpansion: number;
}

/** Opens a file; nothing is read before it is asked for. */
export function fileBytes(path: string): AsyncIterable<Uint8Array> {
  return createReadStream(path, { highWaterMark: readBytes });
}

/**
 * Decompressed bytes, piece by piece.
 *
 * @throws {UserError} where they are more than `maxExpansion` allows, or Zstandard's window is too large
 * @throws {DecompressionError} where they are damaged or end too early
 * @throws the errors of the source as they are
 */
export async function* inputBytes(input: ByteInput): AsyncGenerator<Uint8Array> {
  if (input.compression === 'none') {
    yield* input.open();
    return;
  }
  const limit = new ExpansionLimit(input.name, input.maxExpansion);
  const [compression, source] =
    input.compression === 'detect' ? await detect(input.open()) : ([input.compression, input.open()] as const);
  if (compression === 'none') {
    yield* source;
    return;
  }
  const decoders = { gz: gunzip, zst: unzstd, bz2: (bytes: AsyncIterable<Uint8Array>) => bunzip(counted(bytes, limit), limit) };
  try {
    yield* decoders[compression](source, limit, input.name);
  } catch (cause) {
    const isSources = cause instanceof UserError || (cause as NodeJS.ErrnoException).syscall !== undefined;
    throw isSources ? cause : new DecompressionError(limit.place, cause as Error);
  }
}

async function* counted(source: AsyncIterable<Uint8Array>, limit: ExpansionLimit): AsyncGenerator<Uint8Array> {
  for await (const bytes of source) {
    limit.addCompressed(bytes.length);
    yield bytes;
  }
}

async function* gunzip(source: AsyncIterable<Uint8Array>, limit: ExpansionLimit): AsyncGenerator<Uint8Array> {
  // The pipeline passes errors and closing on in both directions; its last stream reports them to whoever reads it.
  const compressed = Readable.from(counted(source, limit), { objectMode: false, highWaterMark: readBytes });
  const plain = pipeline(compressed, createGunzip({ chunkSize: readBytes }), () => undefined);
  for await (const bytes of plain as AsyncIterable<Uint8Array>) {
    limit.addDecompressed(bytes.length);
    yield bytes;
  }
}

async function* unzstd(source: AsyncIterable<Uint8Array>, limit: ExpansionLimit, name: string): AsyncGenerator<Uint8Array> {
  let made: Uint8Array[] = [];
  const decoder = new Decompress((bytes) => {
    limit.addDecompressed(bytes.length);
    // The decoder writes the next block over the window that it hands out.
    made.push(bytes.slice());
  });
  const windows = new ZstdWindows(name);
  let isEmpty = true;
  for await (const bytes of source) {
    windows.read(bytes);
    for (let start = 0; start < bytes.length; start += zstdBytes) {
      isEmpty = false;
      const piece = bytes.subarray(start, start + zstdBytes);
      limit.addCompressed(piece.length);
      decoder.push(piece);
      yield* made;
      made = [];
    }
  }
  if (isEmpty) {
    throw new Error('unexpected EOF');
  }
  // What a last push returns is only the complaint where the file is cut short.
  decoder.push(new Uint8Array(0), true);
  yield* made;
}

async function detect(
  source: AsyncIterable<Uint8Array>,
): Promise<readonly [Compression, AsyncIterable<Uint8Array>]> {
  const iterator = source[Symbol.asyncIterator]();
  const read: Uint8Array[] = [];
  let start = Buffer.alloc(0);
  while (start.length < 4) {
    const { done, value } = await iterator.next();
    if (done === true) {
      break;
    }
    read.push(value);
    start = Buffer.concat(read);
  }
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield* read;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  // RFC 1952, section 2.3.1, and RFC 8878, section 3.1.1.
  const isGzip = start.length >= 2 && start.readUInt16BE(0) === 0x1f8b;
  const isZstd = start.length >= 4 && start.readUInt32LE(0) === 0xfd2fb528;
  const isBzip2 = start.length >= 4 && /^BZh[1-9]$/.test(start.toString('latin1', 0, 4));
  return [isGzip ? 'gz' : isZstd ? 'zst' : isBzip2 ? 'bz2' : 'none', whole()];
}
