import { describeFileError, fileErrorCode } from '@electra-ts/checkpoint';
import { UserError } from '@electra-ts/config';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** Name of the file that says which process works in a run's folder. */
const lockName = 'run.lock';

interface Owner {
  readonly pid: number;
  readonly host: string;
  /** When the process started, in the system's own terms, or null where it does not tell. */
  readonly processStart: string | null;
  readonly lockedAt: string;
}

/** A folder that no other process may work in until it is released. */
export interface RunLock {
  release(): Promise<void>;
}

/**
 * Takes the lock of a run's folder. A lock whose process is gone, or whose number went to another process, is taken
 * over.
 *
 * @throws UserError when another process holds it, or may hold it on another host
 */
export async function lockRun(folder: string): Promise<RunLock> {
  const path = join(folder, lockName);
  const own: Owner = {
    pid: process.pid,
    host: hostname(),
    processStart: await processStart(process.pid),
    lockedAt: new Date().toISOString(),
  };
  const text = `${JSON.stringify(own)}\n`;
  while (!(await createExclusively(path, text))) {
    await removeStale(path, folder);
  }
  return {
    release: async () => {
      if ((await readIfThere(path)) === text) {
        await rm(path, { force: true });
      }
    },
  };
}

async function createExclusively(path: string, text: string): Promise<boolean> {
  try {
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
  } catch (error) {
    if (fileErrorCode(error) === 'EEXIST') {
      return false;
    }
    throw describeFileError(error, 'lock', path);
  }
}

async function removeStale(path: string, folder: string): Promise<void> {
  const text = await readIfThere(path);
  if (text === undefined) {
    return;
  }
  const owner = parseOwner(text);
  if (owner === undefined || !(await isGone(owner))) {
    throw new UserError({
      what: `${folder} is in use by ${owner ? `process ${owner.pid} on ${owner.host}` : 'an unknown process'}`,
      expected: 'a run that no other process works on',
      received: `the lock ${path}${owner ? ` of ${owner.lockedAt}` : ''}`,
      remedy: 'Wait until it ends; if it certainly has ended, remove the lock file.',
    });
  }
  // Of two processes that find the same stale lock one moves it away; the other may by now be moving away the lock that
  // the first has made, which it sees by the content and puts back.
  const aside = `${path}.${process.pid}`;
  await rename(path, aside);
  if ((await readFile(aside, 'utf8')) === text) {
    await rm(aside);
  } else {
    await rename(aside, path);
  }
}

async function isGone({ pid, host, processStart: start }: Owner): Promise<boolean> {
  if (host !== hostname()) {
    return false;
  }
  try {
    process.kill(pid, 0);
  } catch (error) {
    return fileErrorCode(error) === 'ESRCH';
  }
  return start !== null && start !== (await processStart(pid));
}

/** On Linux the boot and the moment since it at which a process started: numbers of processes are used again. */
export async function processStart(pid: number): Promise<string | null> {
  const stat = await readIfThere(`/proc/${pid}/stat`);
  const boot = await readIfThere('/proc/sys/kernel/random/boot_id');
  // Fields are counted behind the name in parentheses, which may hold spaces: starttime is the 20th of those.
  const startTime = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return startTime === undefined || boot === undefined ? null : `${boot.trim()}/${startTime}`;
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (fileErrorCode(error) === 'ENOENT' || fileErrorCode(error) === 'ESRCH') {
      return undefined;
    }
    throw describeFileError(error, 'read', path);
  }
}

function parseOwner(text: string): Owner | undefined {
  try {
    const owner: unknown = JSON.parse(text);
    const isOwner = typeof owner === 'object' && owner !== null && 'pid' in owner && typeof owner.pid === 'number';
    return isOwner ? (owner as Owner) : undefined;
  } catch {
    return undefined;
  }
}
