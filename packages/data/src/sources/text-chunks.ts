import { isUtf8 } from 'node:buffer';

import { firstInvalidByte, UserError, utf8Length } from '@electra-ts/config';
import { DecompressionError } from './decompression-error.js';
import { type ByteInput, inputBytes } from './input-bytes.js';

/**
 * A file's text, piece by piece, never more than a few pieces in memory. A byte order mark is left out; compressed
 * bytes are decompressed.
 *
 * @throws {UserError} where the file cannot be read or decompressed, is not UTF-8 or holds a NUL byte: then with its offset
 */
export async function* textChunks(input: ByteInput): AsyncGenerator<string> {
  const isCompressed = input.compression !== 'none';
  try {
    yield* decodeUtf8(inputBytes(input), input.name, isCompressed);
  } catch (cause) {
    throw cause instanceof UserError ? cause : unreadable(input.name, input.compression, cause);
  }
}

/**
 * Decodes a stream of bytes strictly. What stands before a wrong byte is yielded before it is told.
 *
 * @throws {UserError} naming `path` and the offset of the first byte that is not UTF-8, or is NUL
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
    const broken = firstBroken(complete);
    // The rows before it are sound.
    const text = complete.toString('utf8', 0, broken);
    if (text !== '') {
      yield offset === 0 && text.startsWith('\uFEFF') ? text.slice(1) : text;
    }
    if (broken !== undefined) {
      throw complete[broken] === 0 ? binary(path, offset + broken) : notUtf8(path, complete[broken], offset + broken, isCompressed);
    }
    offset += complete.length;
    rest = Buffer.from(bytes.subarray(complete.length));
  }
  if (rest.length > 0) {
    throw notUtf8(path, rest[0], offset, isCompressed);
  }
}

/** Length without a character at the end that the next piece may complete. */
function completeLength(bytes: Uint8Array): number {
  const earliest = Math.max(0, bytes.length - 3);
  for (let i = bytes.length - 1; i >= earliest; i--) {
    const isContinuation = (bytes[i] & 0xc0) === 0x80;
    if (!isContinuation) {
      return i + utf8Length(bytes[i]) > bytes.length ? i : bytes.length;
    }
  }
  return bytes.length;
}

/** Where the first byte is that is NUL or breaks UTF-8; undefined where there is none. */
function firstBroken(bytes: Uint8Array): number | undefined {
  const nul = bytes.indexOf(0);
  if (isUtf8(bytes)) {
    return nul < 0 ? undefined : nul;
  }
  const invalid = firstInvalidByte(bytes);
  return nul < 0 ? invalid : Math.min(nul, invalid);
}

function notUtf8(path: string, byte: number, offset: number, isCompressed: boolean): UserError {
  const place = `offset ${offset}${isCompressed ? ' of the decompressed text' : ''}`;
  return new UserError({
    what: `${path} is not UTF-8 text`,
    expected: 'UTF-8',
    received: `byte 0x${byte.toString(16).padStart(2, '0')} at ${place}`,
    remedy: 'Convert the file to UTF-8 (for instance with iconv), or leave it out',
  });
}

function binary(path: string, offset: number): UserError {
  return new UserError({
    what: `${path} is not text`,
    expected: 'UTF-8 text',
    received: `a NUL byte at offset ${offset}`,
    remedy: 'Convert the file if it is UTF-16 (for instance with iconv), or leave it out',
  });
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file, or a link to none',
  ELOOP: 'a link that leads back to itself',
  EISDIR: 'a folder',
  EACCES: 'no permission to read it',
  Z_BUF_ERROR: 'a compressed file that ends too early',
  Z_DATA_ERROR: 'data that is not gzip or is damaged',
};

/** Node's errors have codes; the other decoders' only say `unexpected EOF` and the like. */
function reasonOf(error: NodeJS.ErrnoException): string {
  if (error instanceof DecompressionError) {
    return `${reasonOf(error.cause)}, ${error.place}`;
  }
  const { code, message } = error;
  const isEarlyEnd = message === 'unexpected EOF';
  return isEarlyEnd ? 'a compressed file that ends too early' : (reasons[code ?? ''] ?? message);
}

const compressionNames = { none: '', gz: 'gzip ', bz2: 'bzip2 ', zst: 'Zstandard ', detect: 'compressed or plain ' };

/** What a failing read or decompression means to the user. */
export function unreadable(path: string, compression: ByteInput['compression'], cause: unknown): UserError {
  return new UserError(
    {
      what: `Cannot read ${path}`,
      expected: `a readable ${compressionNames[compression]}file`,
      received: reasonOf(cause as NodeJS.ErrnoException),
      remedy: 'Check the file, or leave it out',
    },
    { cause },
  );
}
