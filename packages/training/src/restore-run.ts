import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { followLinks, previousOf, restorePrevious } from '@electra-ts/checkpoint';
import { lockName, lockRun } from './run-lock.js';

/**
 * Undoes a replacement of a run's folder that was cut off, as `restorePrevious` does, and leaves alone one that another process
 * is in the midst of: its lock waits in the folder that is being replaced.
 *
 * @throws UserError for such a process, and where something else has come to the folder's place meanwhile
 */
export async function restoreRun(folder: string): Promise<void> {
  const target = await followLinks(folder);
  const previous = previousOf(target);
  // Where the new folder is whole the old one is only to be removed, which two may do at a time.
  const isNeeded = existsSync(previous) && !existsSync(join(target, 'manifest.json'));
  const lock = isNeeded ? await lockRun(previous, folder) : undefined;
  try {
    await restorePrevious(target);
  } finally {
    await lock?.release();
  }
  // It has come along, under which name `release` does not know it.
  if (lock) await rm(join(target, lockName), { force: true });
}
