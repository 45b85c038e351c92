import { readlink, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileErrorCode } from './describe-file-error.js';

/**
 * Where a path leads: absolute, with symbolic links followed as far as there is something. Also where the last of them leads
 * to nothing, as one does whose folder waits elsewhere while it is being replaced.
 */
export async function followLinks(path: string): Promise<string> {
  const absolute = resolve(path);
  try {
    return await realpath(absolute);
  } catch (error) {
    if (fileErrorCode(error) !== 'ENOENT') throw error;
  }
  const above = await followLinks(dirname(absolute));
  const place = join(above, basename(absolute));
  const link = await readlink(place).catch(() => undefined);
  return link === undefined ? place : followLinks(resolve(above, link));
}
