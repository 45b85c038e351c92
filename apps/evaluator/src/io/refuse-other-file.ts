import { type FileHandle, open } from 'node:fs/promises';
import { UserError } from '@electra-ts/config';
import { oneLine } from './one-line.js';

/** Far enough for what a page may have before its first tag, blank lines and a byte-order mark. */
const BEGINNING = 256;

/**
 * Makes sure that a page may be written at a path: where nothing is, or an empty file, or an HTML page, which is replaced.
 *
 * @param path where it is written
 * @param shown the path as the user typed it
 * @throws UserError where another file is there, so that a slip does not cost a data file
 */
export async function refuseOtherFile(path: string, shown: string): Promise<void> {
  const file = await open(path).catch(() => null);
  if (file === null) return;
  let beginning: string | null;
  try {
    beginning = await beginningOf(file);
  } finally {
    await file.close();
  }
  if (beginning === null || beginning === '' || /^\s*<!doctype html/i.test(beginning)) return;
  throw new UserError({
    what: `${shown} is a file that is no HTML page`,
    expected: 'the path of a new file, or of a page to replace',
    received: `a file that begins with "${oneLine(beginning.slice(0, 40).split('\n')[0])}"`,
    remedy: 'Choose another --out; nothing was changed.',
  });
}

/** null of what is no file: whoever writes there will tell. */
async function beginningOf(file: FileHandle): Promise<string | null> {
  if (!(await file.stat()).isFile()) return null;
  const { bytesRead, buffer } = await file.read(Buffer.alloc(BEGINNING), 0, BEGINNING, 0);
  // A decoder drops a byte-order mark.
  return new TextDecoder().decode(buffer.subarray(0, bytesRead));
}
