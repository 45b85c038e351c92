import { UserError } from '@electra-ts/config';
import { chmod, mkdir, readdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { carryFiles } from './carry-files.js';
import { describeFileError, fileErrorCode } from './describe-file-error.js';
import { followLinks } from './follow-links.js';
import { type FileRecord, listFiles, manifestName, readFileRecords, recordFile } from './folder-manifest.js';
import { removeQuietly, syncFile, syncFolder, temporaryBeside } from './write-file-atomically.js';

/**
 * Writes a folder so that its path holds either what it held before or the whole new folder: `fill` works in a
 * temporary folder beside it; every file is flushed to the disk and listed in manifest.json with its size and SHA-256;
 * then the temporary folder takes the place by a rename. Folders above it are created where they are missing. A symbolic
 * link stays one: the folder that it leads to is replaced.
 *
 * A manifest.json that `fill` writes itself, as a JSON object, keeps its keys and gains `files`.
 *
 * A folder that is already there is first moved to `.NAME.previous` beside it, because no system replaces a full folder
 * in one rename. Should the process die between the two renames, the next write to the same path moves it back first.
 *
 * @param options.isOwn whether something of a name in the folder that is replaced goes with it; the rest is carried into the new
 *   one, but for what `fill` has written by the same name. All goes when absent
 * @throws UserError when the disk is full, the place cannot be written or is taken by a file; whatever `fill` throws.
 *   The temporary folder is removed then and the rest is as before.
 */
export async function writeFolderAtomically(
  folder: string,
  fill: (temporary: string) => Promise<void>,
  options: { readonly isOwn?: (name: string) => boolean } = {},
): Promise<void> {
  const { isOwn } = options;
  const target = await followLinks(folder);
  const temporary = temporaryBeside(target);
  try {
    await mkdir(dirname(target), { recursive: true });
    await restorePrevious(target);
    const taken = await exists(target);
    if (taken && !(await stat(target)).isDirectory()) {
      throw new UserError({ what: `cannot write the folder ${folder}`, expected: 'a folder', received: 'a file' });
    }
    await mkdir(temporary);
    await fill(temporary);
    await writeManifest(temporary);
    // In both folders until one of them goes: nothing is lost whenever the process dies.
    if (taken && isOwn) await carryFiles(target, temporary, (name) => !isOwn(name));
    await takePlace(temporary, target, taken);
    await removeTree(previousOf(target));
  } catch (error) {
    await removeQuietly(temporary);
    // An error that was described for a file of the temporary folder would name a path that is gone by now.
    const original = error instanceof UserError && error.message.includes(temporary) ? error.cause : error;
    throw describeFileError(original ?? error, 'write the folder', folder);
  }
}

/** Where the folder that is being replaced waits; `folder` without links, see `followLinks`. */
export function previousOf(folder: string): string {
  return join(dirname(folder), `.${basename(folder)}.previous`);
}

/**
 * Undoes a replacement of `folder` that was cut off: the previous folder comes back, or goes where the new one is in
 * place, whole. `writeFolderAtomically` does so itself; whoever reads a folder that may have been cut off calls it before.
 *
 * @param isWhole whether the folder in place is a new one, finished; when absent: whether it has a manifest.json, and all the files that this lists
 * @throws UserError where something else has come to the place meanwhile; nothing was changed
 */
export async function restorePrevious(folder: string, isWhole: (folder: string) => Promise<boolean> = hasAllFiles): Promise<void> {
  const target = await followLinks(folder);
  const previous = previousOf(target);
  if (!(await exists(previous))) {
    return;
  }
  if (await isWhole(target)) {
    await removeTree(previous);
    return;
  }
  if (await exists(target)) {
    await removeEmpty(target, previous);
  }
  await rename(previous, target);
}

async function hasAllFiles(folder: string): Promise<boolean> {
  const files = await readFileRecords(folder).then(Object.keys, () => []);
  const there = await Promise.all(files.map((file) => exists(join(folder, file))));
  return files.length > 0 && there.every(Boolean);
}

/**
 * Removes a folder, also one in which a user's own folders are read-only, as they were carried.
 *
 * @throws UserError where that is not allowed
 */
async function removeTree(folder: string): Promise<void> {
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await remove();
  } catch {
    try {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      for (const each of entries.filter((entry) => entry.isDirectory())) await chmod(join(each.parentPath, each.name), 0o700);
      await remove();
    } catch (error) {
      throw describeFileError(error, 'remove the folder that was replaced,', folder);
    }
  }
}

/** Removes a folder that somebody made where there was none, which may be all that there is at the place. */
async function removeEmpty(target: string, previous: string): Promise<void> {
  try {
    await rmdir(target);
  } catch (cause) {
    const names = await readdir(target).catch(() => ['a file']);
    throw new UserError(
      {
        what: `${target} was being replaced when a process ended, and now holds something else; what it held is in ${previous}`,
        expected: 'nothing there, or an empty folder',
        received: names.sort().slice(0, 5).join(', '),
        remedy: `Move what is in ${target} away, and ${previous} comes back; or remove ${previous} if nothing in it is needed`,
      },
      { cause },
    );
  }
}

async function writeManifest(folder: string): Promise<void> {
  const path = join(folder, manifestName);
  const own: unknown = (await exists(path)) ? JSON.parse(await readFile(path, 'utf8')) : {};
  if (typeof own !== 'object' || own === null || Array.isArray(own) || 'files' in own) {
    throw new Error(`${manifestName}: expected a JSON object without "files", which is filled in here`);
  }
  const records: [string, FileRecord][] = [];
  const folders = new Set([folder]);
  for (const file of await listFiles(folder)) {
    if (file !== manifestName) {
      records.push([file, await recordFile(join(folder, file))]);
      await syncFile(join(folder, file));
      for (let above = dirname(file); above !== '.'; above = dirname(above)) {
        folders.add(join(folder, above));
      }
    }
  }
  await writeFile(path, `${JSON.stringify({ ...own, files: Object.fromEntries(records) }, null, 2)}\n`);
  await syncFile(path);
  for (const each of folders) {
    await syncFolder(each);
  }
}

/**
 * Gives a finished folder its name, by renames alone. What has the name waits in `previousOf(target)`, until `restorePrevious` finds the new one whole; it comes
 * back where the new one does not get the name.
 *
 * @param target without links, see `followLinks`
 * @param taken whether something is there, which is replaced; what appears there meanwhile is not
 */
export async function takePlace(temporary: string, target: string, taken: boolean): Promise<void> {
  const previous = previousOf(target);
  if (taken) {
    await rename(target, previous);
  }
  try {
    await rename(temporary, target);
  } catch (error) {
    if (taken) {
      await rename(previous, target).catch(() => undefined); // where it fails, something new is there
    }
    throw error;
  }
  await syncFolder(dirname(target));
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (fileErrorCode(error) === 'ENOENT') {
      return false;
    }
    throw error;
  }
}
