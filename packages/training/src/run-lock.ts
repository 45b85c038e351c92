import { type Lock, lockFile } from '@electra-ts/checkpoint';
import { join } from 'node:path';

/** A run's folder that no other process may work in until it is released. */
export type RunLock = Lock;

/** Name of the file that is a run's lock. */
export const lockName = 'run.lock';

/**
 * Takes the lock of a run's folder, the file `run.lock` in it; see `lockFile` of the checkpoint package.
 *
 * @param shown what the folder is called in the error
 * @throws UserError when another process holds it, or may hold it on another host
 */
export function lockRun(folder: string, shown: string = folder): Promise<RunLock> {
  return lockFile(join(folder, lockName), {
    what: `${shown} is in use`,
    expected: 'a run that no other process works on',
    remedy: 'Wait until it ends',
  });
}
