import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

import { UserError } from '@electra-ts/config';

/** A process, as lock files name it. */
interface Owner {
  readonly pid: number;
  readonly host: string;
  /** When it started, as Linux tells it: numbers of processes are used again. Null elsewhere. */
  readonly start: string | null;
}

/** Where the lock of a folder is: beside it, as the folder itself is to appear whole. */
export function folderLockPath(folder: string): string {
  const path = resolve(folder);
  return join(dirname(path), `.${basename(path).replace(/^\.+/, '')}.lock`);
}

/**
 * Runs something while no other process may work on a folder, and no other call in this one. The lock is a file beside
 * the folder with the process that holds it; the lock of a process that is gone is taken over.
 *
 * @throws {UserError} when another process holds it, or may hold it on another host
 */
export async function withFolderLocked<T>(folder: string, run: () => Promise<T>): Promise<T> {
  const path = folderLockPath(folder);
  const owner: Owner = { pid: process.pid, host: hostname(), start: await startOf(process.pid) };
  const text = `${JSON.stringify(owner)}\n`;
  while (!(await create(path, text, folder))) {
    await removeStale(path, folder);
  }
  try {
    return await run();
  } finally {
    // Somebody may have removed it by hand, and another process made its own.
    if ((await textOf(path)) === text) {
      await rm(path, { force: true });
    }
  }
}

async function create(path: string, text: string, folder: string): Promise<boolean> {
  try {
    await mkdir(dirname(path), { recursive: true });
    const handle = await open(path, 'wx');
    try {
      await handle.writeFile(text);
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      await handle.close();
    }
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') {
      return false;
    }
    throw new UserError(
      { what: `Cannot write the folder ${folder}`, received: (cause as Error).message, remedy: 'Choose another place' },
      { cause },
    );
  }
}

async function removeStale(path: string, folder: string): Promise<void> {
  const text = await textOf(path);
  if (text === undefined) {
    return;
  }
  const owner = parseOwner(text);
  if (owner === undefined || !(await isGone(owner))) {
    throw new UserError({
      what: `The folder ${folder} is being prepared by ${owner ? `process ${owner.pid} on ${owner.host}` : 'an unknown process'}`,
      expected: 'a folder that no other process works on',
      received: `the lock ${path}`,
      remedy: 'Choose another folder, or wait until it ends; if it certainly has ended, remove the lock file',
    });
  }
  // Two processes may find the same stale lock: the one that moves away the other's new one sees it by the text.
  const aside = `${path}.${process.pid}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return;
    }
    throw error;
  }
  await ((await textOf(aside)) === text ? rm(aside) : rename(aside, path));
}

async function isGone({ pid, host, start }: Owner): Promise<boolean> {
  if (host !== hostname()) {
    return false;
  }
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
  return start !== null && start !== (await startOf(pid));
}

async function startOf(pid: number): Promise<string | null> {
  const stat = await textOf(`/proc/${pid}/stat`);
  const boot = await textOf('/proc/sys/kernel/random/boot_id');
  // Fields are counted behind the name in parentheses, which may hold spaces: starttime is the 20th of those (proc(5)).
  const started = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return started === undefined || boot === undefined ? null : `${boot.trim()}/${started}`;
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) {
      return undefined;
    }
    throw error;
  }
}

function parseOwner(text: string): Owner | undefined {
  try {
    const owner = JSON.parse(text) as Owner | null;
    return typeof owner?.pid === 'number' ? owner : undefined;
  } catch {
    return undefined;
  }
}
