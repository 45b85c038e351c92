import { rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describeFileError, fileErrorCode } from './describe-file-error.js';
import { temporaryBeside } from './write-file-atomically.js';

/**
 * Removes a folder so that its path holds all of it or nothing, whatever happens meanwhile: it gets a temporary name first,
 * which `removeLeftovers` knows should the process die before the rest is done. A folder that is not there is no error.
 *
 * @throws UserError where it may not be removed
 */
export async function removeFolderAtomically(folder: string): Promise<void> {
  const doomed = temporaryBeside(resolve(folder));
  try {
    await rename(folder, doomed);
    await rm(doomed, { recursive: true, force: true });
  } catch (error) {
    if (fileErrorCode(error) !== 'ENOENT') throw describeFileError(error, 'remove', folder);
  }
}
