import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** What `temporaryBeside` makes: a dot, the name, process id and random digits, `.tmp`. */
const temporaryName = /^\..+\.\d+-[0-9a-f]{8}\.tmp$/;

/**
 * Removes the temporary files and folders that writers left in `folder` when their process was killed. Call it only
 * where no other process can be writing, e.g. while holding a lock.
 *
 * @returns the names that were removed
 */
export async function removeLeftovers(folder: string): Promise<string[]> {
  const leftovers = (await readdir(folder)).filter((name) => temporaryName.test(name));
  for (const name of leftovers) {
    await rm(join(folder, name), { recursive: true, force: true });
  }
  return leftovers;
}
