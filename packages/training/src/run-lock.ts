import { type Lock, lockFile } from '@electra-ts/checkpoint';
import { join } from 'node:path';

/** A run's folder that no other process may work in until it is released. */
export type RunLock = Lock;

/**
 * Takes the lock of a run's folder, the file `run.lock` in it; see `lockFile` of the checkpoint package.
 *
 * @throws UserError when another process holds it, or may hold it on another host
 */
export function lockRun(folder: string): Promise<RunLock> {
  return lockFile(join(folder, 'run.lock'), {
    what: `${folder} is in use`,
    expected: 'a run that no other process works on',
    remedy: 'Wait until it ends',
  });
}
