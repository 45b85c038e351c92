import { UserError } from '@electra-ts/config';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { describeFileError, fileErrorCode } from './describe-file-error.js';

/** A process, as lock files name it. */
interface Owner {
  readonly pid: number;
  readonly host: string;
  /** When the process started, in the system's own terms, or null where it does not tell. */
  readonly processStart: string | null;
  readonly lockedAt: string;
}

/** A lock that this process holds. */
export interface Lock {
  release(): Promise<void>;
}

/** What a lock guards, in the words of the error that another process meets. */
export interface LockedThing {
  /** 'my-run is in use': "by process 7 on host" follows. */
  readonly what: string;
  readonly expected: string;
  /** Begins the advice. */
  readonly remedy: string;
}

/**
 * Takes a lock: a file that names the process that holds it, which no other process and no other call can take until it is released. A lock whose
 * process is gone, or whose number went to another process, is taken over.
 *
 * @param path the lock file, in a folder that exists
 * @throws UserError when another process holds it, or may hold it on another host, and where it cannot be written
 */
export async function lockFile(path: string, thing: LockedThing): Promise<Lock> {
  const own: Owner = {
    pid: process.pid,
    host: hostname(),
    processStart: await processStart(process.pid),
    lockedAt: new Date().toISOString(),
  };
  const text = `${JSON.stringify(own)}\n`;
  while (!(await createExclusively(path, text))) {
    await removeStale(path, thing);
  }
  return {
    release: async () => {
      // Somebody may have removed it by hand, and another process made its own.
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

async function removeStale(path: string, { what, expected, remedy }: LockedThing): Promise<void> {
  const text = await readIfThere(path);
  if (text === undefined) {
    return;
  }
  const owner = parseOwner(text);
  if (owner === undefined || !(await isGone(owner))) {
    throw new UserError({
      what: `${what} by ${owner ? `process ${owner.pid} on ${owner.host}` : 'an unknown process'}`,
      expected,
      received: `the lock ${path}${owner ? ` of ${owner.lockedAt}` : ''}`,
      remedy: `${remedy}; if it certainly has ended, remove the lock file.`,
    });
  }
  // Of two processes that find the same stale lock one moves it away; the other may by now be moving away the lock that
  // the first has made, which it sees by the content and puts back.
  const aside = `${path}.${process.pid}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (fileErrorCode(error) === 'ENOENT') {
      return;
    }
    throw error;
  }
  await ((await readIfThere(aside)) === text ? rm(aside) : rename(aside, path));
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
  // Fields are counted behind the name in parentheses, which may hold spaces: starttime is the 20th of those (proc(5)).
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
