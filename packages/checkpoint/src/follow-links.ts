import { readlink, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { describeFileError, fileErrorCode } from './describe-file-error.js';

/**
 * Where a path leads: absolute, with symbolic links followed as far as there is something. Also where the last of them leads
 * to nothing, as one does whose folder waits elsewhere while it is being replaced.
 *
 * @throws UserError for links that lead in a circle, and where folders above may not be read
 */
export function followLinks(path: string): Promise<string> {
  return follow(path, path, 0);
}

/** As many as Linux follows. */
const MOST_LINKS = 40;

async function follow(path: string, shown: string, links: number): Promise<string> {
  const absolute = resolve(path);
  try {
    if (links > MOST_LINKS) throw Object.assign(new Error(`too many links: ${shown}`), { code: 'ELOOP' });
    return await realpath(absolute);
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR'].includes(fileErrorCode(error) ?? '')) throw describeFileError(error, 'find', shown);
  }
  const above = await follow(dirname(absolute), shown, links);
  const place = join(above, basename(absolute));
  const link = await readlink(place).catch(() => undefined);
  return link === undefined ? place : follow(resolve(above, link), shown, links + 1);
}
