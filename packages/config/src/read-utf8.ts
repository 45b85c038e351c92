import { readFile } from 'node:fs/promises';

import { firstInvalidByte } from './first-invalid-byte.js';
import { UserError } from './user-error.js';

/**
 * The text of a UTF-8 file, without a byte order mark.
 *
 * @throws {UserError} where there is no readable file, or it is not UTF-8: then with the offset of the first bad byte.
 */
export async function readUtf8(path: string): Promise<string> {
  const bytes = await readBytes(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    const offset = firstInvalidByte(bytes);
    throw new UserError(
      {
        what: `${path} is not UTF-8 text`,
        expected: 'UTF-8',
        received: `byte 0x${bytes[offset].toString(16).padStart(2, '0')} at offset ${offset}`,
        remedy: 'Save or convert the file as UTF-8 (for instance with iconv).',
      },
      { cause },
    );
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    throw new UserError(
      {
        what: `Cannot read ${path}`,
        expected: 'a readable file',
        received: reasons[code ?? ''] ?? String((cause as Error).message),
        remedy: 'Check the path; relative paths start at the current folder.',
      },
      { cause },
    );
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'a path through something that is not a folder',
  EISDIR: 'a folder',
  EACCES: 'no permission to read it',
};
