import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describeFileError } from './describe-file-error.js';

/**
 * Writes a file so that its path holds either the old content or the whole new one, whatever happens meanwhile: the
 * bytes go to a temporary file beside it, reach the disk, and take its place by one rename.
 *
 * @throws UserError when the disk is full or the folder cannot be written; nothing is left behind then
 */
export async function writeFileAtomically(path: string, content: string | Uint8Array): Promise<void> {
  await replaceFile(path, (handle) => handle.writeFile(content));
}

/** As `writeFileAtomically`, with the content written piece by piece into an open file. */
export async function replaceFile(path: string, write: (handle: FileHandle) => Promise<void>): Promise<void> {
  const temporary = temporaryBeside(path);
  try {
    const handle = await open(temporary, 'wx');
    try {
      await write(handle);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await removeQuietly(temporary);
    throw describeFileError(error, 'write', path);
  }
}

/** Removes a temporary file or folder after a failure, of which the caller is about to tell: that matters more. */
export async function removeQuietly(temporary: string): Promise<void> {
  await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
}

/** A name beside `path` that no other writer uses; `removeLeftovers` knows it again. */
export function temporaryBeside(path: string): string {
  const unique = `${process.pid}-${randomBytes(4).toString('hex')}`;
  return join(dirname(path), `.${basename(path)}.${unique}.tmp`);
}

/** Waits until a folder's entries (new names, renames) are on the disk. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows can neither open nor flush a folder; NTFS journals renames by itself.
  if (process.platform === 'win32') {
    return;
  }
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Waits until a file's content is on the disk. */
export async function syncFile(path: string): Promise<void> {
  // Windows flushes only what may be written; elsewhere a file may be read-only.
  const handle = await open(path, process.platform === 'win32' ? 'r+' : 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
