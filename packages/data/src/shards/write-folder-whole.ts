import { randomBytes } from 'node:crypto';
import { lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import { describeFileError, syncFolder } from '@electra-ts/checkpoint';
import { UserError } from '@electra-ts/config';

/** See `writeFolderWhole`. */
export interface WriteFolderOptions {
  /** The temporary folder, on the same disk; it may exist and hold earlier work. By default a new one beside `folder`. */
  readonly temporary?: string;
  /** Whether the temporary folder stays where `fill` fails; asked then. */
  readonly keeps?: () => boolean;
}

/**
 * Writes a folder whole or not at all: `fill` writes into a temporary folder, which then gets the name. The files must
 * have been synced by `fill`. Whatever fails or is aborted leaves nothing behind, but for what `keeps` keeps; a killed
 * process leaves only the temporary folder, whose name by default begins with a dot and ends in `.partial`.
 *
 * @throws {UserError} where `folder` already exists, or nothing can be written there
 */
export async function writeFolderWhole<T>(
  folder: string,
  fill: (temporary: string) => Promise<T>,
  options: WriteFolderOptions = {},
): Promise<T> {
  const target = resolve(folder);
  if (await exists(target)) {
    throw alreadyExists(folder);
  }
  const random = () => join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.partial`);
  const { temporary = random(), keeps = () => false } = options;
  try {
    await mkdir(dirname(target), { recursive: true });
    await mkdir(temporary, { recursive: options.temporary !== undefined });
  } catch (cause) {
    throw new UserError(
      { what: `Cannot write the folder ${folder}`, received: (cause as Error).message, remedy: 'Choose another place' },
      { cause },
    );
  }
  try {
    const result = await fill(temporary);
    await syncFolder(temporary);
    // On POSIX a rename would replace an empty folder that appeared meanwhile.
    if (await exists(target)) {
      throw alreadyExists(folder);
    }
    await rename(temporary, target);
    await syncFolder(dirname(target));
    return result;
  } catch (error) {
    if (!keeps()) {
      await rm(temporary, { recursive: true, force: true });
    }
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch {
    return false;
  }
}

function alreadyExists(folder: string): UserError {
  return new UserError({
    what: `The output folder ${folder} already exists`,
    expected: 'a folder that does not exist yet',
    remedy: 'Choose another name, or remove the folder if it is no longer needed',
  });
}

/**
 * Writes a new file, and on to the disk.
 *
 * @throws {UserError} where the disk is full, or the file may not be written
 */
export async function writeFileSynced(path: string, content: string | Uint8Array): Promise<void> {
  try {
    const handle = await open(path, 'wx');
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw describeFileError(error, 'write', path);
  }
}
