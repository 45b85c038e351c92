import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

import { UserError } from '@electra-ts/config';
import { firstInvalidByte, sequenceLength } from './first-invalid-byte.js';

/** Bytes read from the disk at a time. */
const readBytes = 1 << 16;

/**
 * A file's text, piece by piece, never more than a few pieces in memory. A byte order mark is left out; files whose
 * name ends in .gz are decompressed.
 *
 * @throws {UserError} where the file cannot be read or decompressed, or is not UTF-8: then with the offset of the byte
 */
export async function* textChunks(path: string): AsyncGenerator<string> {
  const isCompressed = path.toLowerCase().endsWith('.gz');
  try {
    yield* decodeUtf8(openBytes(path, isCompressed), path, isCompressed);
  } catch (cause) {
    throw cause instanceof UserError ? cause : unreadable(path, isCompressed, cause);
  }
}

function openBytes(path: string, isCompressed: boolean): Readable {
  const file = createReadStream(path, { highWaterMark: readBytes });
  if (!isCompressed) {
    return file;
  }
  // The pipeline passes errors and closing on in both directions; its last stream reports them to whoever reads it.
  return pipeline(file, createGunzip({ chunkSize: readBytes }), () => undefined);
}

/**
 * Decodes a stream of bytes strictly.
 *
 * @throws {UserError} naming `path` and the offset of the first byte that is not UTF-8
 */
export async function* decodeUtf8(
  source: AsyncIterable<Uint8Array>,
  path: string,
  isCompressed = false,
): AsyncGenerator<string> {
  let rest = Buffer.alloc(0);
  let offset = 0;
  for await (const chunk of source) {
    const bytes = Buffer.concat([rest, chunk]);
    const complete = bytes.subarray(0, completeLength(bytes));
    if (!isUtf8(complete)) {
      throw notUtf8(path, complete, offset, isCompressed);
    }
    const text = complete.toString('utf8');
    if (text !== '') {
      yield offset === 0 && text.startsWith('\uFEFF') ? text.slice(1) : text;
    }
    offset += complete.length;
    rest = Buffer.from(bytes.subarray(complete.length));
  }
  if (rest.length > 0) {
    throw notUtf8(path, rest, offset, isCompressed);
  }
}

/** Length without a character at the end that the next piece may complete. */
function completeLength(bytes: Uint8Array): number {
  const earliest = Math.max(0, bytes.length - 3);
  for (let i = bytes.length - 1; i >= earliest; i--) {
    const isContinuation = (bytes[i] & 0xc0) === 0x80;
    if (!isContinuation) {
      return i + sequenceLength(bytes[i]) > bytes.length ? i : bytes.length;
    }
  }
  return bytes.length;
}

function notUtf8(path: string, bytes: Uint8Array, offset: number, isCompressed: boolean): UserError {
  const invalid = firstInvalidByte(bytes);
  const place = `offset ${offset + invalid}${isCompressed ? ' of the decompressed text' : ''}`;
  return new UserError({
    what: `${path} is not UTF-8 text`,
    expected: 'UTF-8',
    received: `byte 0x${bytes[invalid].toString(16).padStart(2, '0')} at ${place}`,
    remedy: 'Convert the file to UTF-8 (for instance with iconv), or leave it out',
  });
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'a folder',
  EACCES: 'no permission to read it',
  Z_BUF_ERROR: 'a compressed file that ends too early',
  Z_DATA_ERROR: 'data that is not gzip or is damaged',
};

function unreadable(path: string, isCompressed: boolean, cause: unknown): UserError {
  const { code, message } = cause as NodeJS.ErrnoException;
  return new UserError(
    {
      what: `Cannot read ${path}`,
      expected: isCompressed ? 'a readable gzip file' : 'a readable file',
      received: reasons[code ?? ''] ?? message,
      remedy: 'Check the file, or leave it out',
    },
    { cause },
  );
}
