import { chmod, copyFile, link, mkdir, readdir, readlink, stat, symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { fileErrorCode } from './describe-file-error.js';
import { syncFile, syncFolder } from './write-file-atomically.js';

/**
 * Gives a folder what another one holds, which keeps it: files get a second name, or are copied where the file system has no
 * hard links; a log that somebody is writing goes on in both. What the folder has already stays as it is.
 *
 * @param isCarried whether something directly in `from` is; all when absent
 */
export async function carryFiles(from: string, into: string, isCarried: (name: string) => boolean = () => true): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (!isCarried(entry.name)) continue;
    const [source, target] = [from, into].map((folder) => join(folder, entry.name));
    if (entry.isDirectory()) await carryFolder(source, target);
    else await unlessThere(() => (entry.isSymbolicLink() ? carryLink(source, target) : linkOrCopy(source, target)));
  }
  await syncFolder(into);
}

async function carryFolder(source: string, target: string): Promise<void> {
  const { mode, atime, mtime } = await stat(source);
  await unlessThere(() => mkdir(target));
  // Where the writer has a file of that name.
  if (!(await stat(target)).isDirectory()) return;
  await carryFiles(source, target);
  // Last: it may be that nothing can be made in a folder of this mode.
  await chmod(target, mode);
  await utimes(target, atime, mtime);
}

async function carryLink(source: string, target: string): Promise<void> {
  await symlink(await readlink(source), target);
}

async function linkOrCopy(source: string, target: string): Promise<void> {
  try {
    await link(source, target);
  } catch (error) {
    if (fileErrorCode(error) === 'EEXIST') throw error;
    await copyFile(source, target);
    await syncFile(target);
  }
}

async function unlessThere(make: () => Promise<unknown>): Promise<void> {
  try {
    await make();
  } catch (error) {
    if (fileErrorCode(error) !== 'EEXIST') throw error;
  }
}
