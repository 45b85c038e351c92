import { mkdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import { describeFileError, lockFile } from '@electra-ts/checkpoint';

/** Where the lock of a folder is: beside it, as the folder itself is to appear whole. */
export function folderLockPath(folder: string): string {
  const path = resolve(folder);
  return join(dirname(path), `.${basename(path).replace(/^\.+/, '')}.lock`);
}

/**
 * Runs something while no other process may work on a folder, and no other call in this one; see `lockFile` of the
 * checkpoint package.
 *
 * @throws {UserError} when another process holds the lock, or may hold it on another host
 */
export async function withFolderLocked<T>(folder: string, run: () => Promise<T>): Promise<T> {
  const path = folderLockPath(folder);
  await mkdir(dirname(path), { recursive: true }).catch((error: unknown) => {
    throw describeFileError(error, 'create the folder', dirname(path));
  });
  const lock = await lockFile(path, {
    what: `The folder ${folder} is being prepared`,
    expected: 'a folder that no other process works on',
    remedy: 'Choose another folder (--out), or wait until that process ends',
  });
  try {
    return await run();
  } finally {
    await lock.release();
  }
}
