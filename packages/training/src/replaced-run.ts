import { rename, mkdir, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** Where a run's folder keeps what it replaces, until it has a checkpoint of its own. */
export const replacedName = '.replaced';
/** The same while it is being moved there. */
export const replacingName = '.replacing';

/**
 * Moves what a folder holds aside, by renames alone: it is there or aside, and nothing is lost whenever the process dies. What
 * was aside before goes when that is done.
 *
 * @param paths in the folder; those that are not there are passed over
 */
export async function putAside(folder: string, paths: readonly string[]): Promise<void> {
  const [replacing, replaced] = [replacingName, replacedName].map((name) => join(folder, name));
  await mkdir(replacing, { recursive: true });
  const there = new Set(await readdir(folder));
  for (const path of paths) {
    if (there.has(basename(path))) await rename(path, join(replacing, basename(path)));
  }
  await rm(replaced, { recursive: true, force: true });
  await rename(replacing, replaced);
}

/** Undoes a `putAside` that was cut off: what it had moved is where it was. */
export async function undoPutAside(folder: string): Promise<void> {
  const replacing = join(folder, replacingName);
  const names = await readdir(replacing).catch(() => []);
  for (const name of names) await rename(join(replacing, name), join(folder, name));
  await rm(replacing, { recursive: true, force: true });
}

/** Removes what was put aside. */
export const forgetReplaced = (folder: string): Promise<void> => rm(join(folder, replacedName), { recursive: true, force: true });
