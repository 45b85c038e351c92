import { UserError } from '@electra-ts/config';
import { createHash } from 'node:crypto';
import { open, readFile, readlink, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { describeFileError, fileErrorCode } from './describe-file-error.js';

/** Longer than anybody who lives takes between making a lock and writing into it, or making a guard and removing it. */
const ABANDONED_MILLISECONDS = 10_000;

/** Where the numbers of processes mean something. Locks of earlier versions do not tell. */
interface Numbering {
  /** The boot's id, or null where the system has none. */
  readonly boot?: string | null;
  /** The PID namespace, such as 'pid:[4026531836]': each container has its own. Null where the system has none. */
  readonly pidNamespace?: string | null;
}

/** A process, as lock files name it. */
interface Owner extends Numbering {
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
 * process is gone, or whose number went to another process, is taken over, and so is one that has been empty for ten seconds. Of a process in another
 * container of the same machine nobody can tell from here whether it is gone: its lock stands, as one of another host does.
 *
 * @param path the lock file, in a folder that exists
 * @throws UserError when another process holds it, or may hold it on another host or in another container, and where it cannot be written
 */
export async function lockFile(path: string, thing: LockedThing): Promise<Lock> {
  const own: Owner = {
    pid: process.pid,
    host: hostname(),
    processStart: await processStart(process.pid),
    ...(await numbering()),
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
  const here = await numbering();
  if (!(await (owner === undefined ? isAbandoned(path, text) : isGone(owner, here)))) {
    throw new UserError({
      what: `${what} by ${owner ? nameOf(owner, here) : 'an unknown process'}`,
      expected,
      received: `the lock ${path}${owner ? ` of ${owner.lockedAt}` : ''}`,
      remedy: `${remedy}; if it certainly has ended, remove the lock file.`,
    });
  }
  // Of those that find the same stale lock one at a time removes it, and only if it is still that one: otherwise the last
  // of them would remove the lock that the first has made meanwhile.
  const guard = `${path}.${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
  if (!(await createExclusively(guard, ''))) {
    // A process may have been killed in the few milliseconds for which it held the guard.
    if (await isAbandoned(guard, '')) await rm(guard, { force: true });
    await setTimeout(5);
    return;
  }
  try {
    if ((await readIfThere(path)) === text) {
      await rm(path, { force: true });
    }
  } finally {
    await rm(guard, { force: true });
  }
}

/** Whether a file is as empty as a process that was killed, or a machine that lost its power, leaves one it has just made. */
async function isAbandoned(path: string, text: string): Promise<boolean> {
  const made = await stat(path).then(({ mtimeMs }) => mtimeMs, () => Date.now());
  return text.replaceAll('\0', '') === '' && Date.now() - made > ABANDONED_MILLISECONDS;
}

function nameOf(owner: Owner, here: Numbering): string {
  return `process ${owner.pid} on ${owner.host}${isInOtherContainer(owner, here) ? ', in another container (PID namespace)' : ''}`;
}

/** Whether its number belongs to another container of this machine, since this machine was booted. */
function isInOtherContainer({ host, boot, pidNamespace }: Owner, here: Numbering): boolean {
  const isTold = typeof boot === 'string' && typeof pidNamespace === 'string' && here.pidNamespace !== null;
  return host === hostname() && isTold && boot === here.boot && pidNamespace !== here.pidNamespace;
}

async function isGone(owner: Owner, here: Numbering): Promise<boolean> {
  const { pid, host, processStart: start } = owner;
  if (host !== hostname() || isInOtherContainer(owner, here)) {
    return false;
  }
  // A reboot ends every process, also one whose number in another container means nothing here.
  if (typeof owner.boot === 'string' && typeof here.boot === 'string' && owner.boot !== here.boot) {
    return true;
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
  const status = await readIfThere(`/proc/${pid}/stat`);
  const boot = await bootId();
  // Fields are counted behind the name in parentheses, which may hold spaces: starttime is the 20th of those (proc(5)).
  const startTime = status?.slice(status.lastIndexOf(')') + 2).split(' ')[19];
  return startTime === undefined || boot === null ? null : `${boot}/${startTime}`;
}

/** Of this process, on Linux: random(4) and pid_namespaces(7). */
async function numbering(): Promise<Required<Numbering>> {
  return { boot: await bootId(), pidNamespace: await readlink('/proc/self/ns/pid').catch(() => null) };
}

async function bootId(): Promise<string | null> {
  return (await readIfThere('/proc/sys/kernel/random/boot_id'))?.trim() ?? null;
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
