import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describeFileError } from './describe-file-error.js';

/** What `temporaryBeside` makes: a dot, the name, process id and random digits, `.tmp`. */
const temporaryName = /^\.(.+)\.\d+-[0-9a-f]{8}\.tmp$/;

/**
 * Removes the temporary files and folders that writers left in `folder` when their process was killed, or that could not be
 * removed before. Call it only where no other process can be writing, e.g. while holding a lock.
 *
 * @param options.warn hears of each that cannot be removed; it stays
 * @param options.isLeft whether what is left of this name is to be removed; all when absent
 * @returns the names that were removed
 */
export async function removeLeftovers(
  folder: string,
  options: { readonly warn: (message: string) => void; readonly isLeft?: (name: string) => boolean },
): Promise<string[]> {
  const { warn, isLeft = () => true } = options;
  const removed: string[] = [];
  for (const temporary of await readdir(folder)) {
    const name = temporaryName.exec(temporary)?.[1];
    if (name === undefined || !isLeft(name)) continue;
    try {
      await rm(join(folder, temporary), { recursive: true, force: true });
      removed.push(temporary);
    } catch (error) {
      warn((describeFileError(error, 'remove', join(folder, temporary)) as Error).message);
    }
  }
  return removed;
}
