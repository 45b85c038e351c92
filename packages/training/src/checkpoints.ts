import { describeFileError, fileErrorCode, removeFolderAtomically, removeLeftovers, verifyFolder } from '@electra-ts/checkpoint';
import { UserError } from '@electra-ts/config';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** A checkpoint of a run. */
export interface Checkpoint {
  /** The number of updates done. */
  readonly step: number;
  readonly folder: string;
}

/** The name of a step's checkpoint: `checkpoint-000500`, with more digits where six are not enough. */
export function checkpointName(step: number): string {
  if (!Number.isSafeInteger(step) || step < 0) {
    throw new Error(`checkpointName: expected a step that is a count, received ${step}`);
  }
  return `checkpoint-${String(step).padStart(6, '0')}`;
}

/** The checkpoints in a run's folder, oldest first, damaged ones included; none when there is no such folder. */
export async function listCheckpoints(run: string): Promise<Checkpoint[]> {
  let names: string[];
  try {
    names = await readdir(run);
  } catch (error) {
    if (fileErrorCode(error) === 'ENOENT') {
      return [];
    }
    throw describeFileError(error, 'read', run);
  }
  return names
    .map((name) => ({ name, step: Number(/^checkpoint-(\d{6,15})$/.exec(name)?.[1] ?? NaN) }))
    .filter(({ name, step }) => !Number.isNaN(step) && name === checkpointName(step))
    .sort((a, b) => a.step - b.step)
    .map(({ name, step }) => ({ step, folder: join(run, name) }));
}

/** What a damaged checkpoint, too, has its files fail with: they are missing, something else is in their place, or the disk cannot read them. */
const ofDamage: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'EIO']);

/** Whether a checkpoint's files are not what they were, and not only out of reach: no permission, too many open files, a lost mount. */
const isDamage = (error: unknown): error is UserError => {
  if (!(error instanceof UserError)) return false;
  const code = fileErrorCode(error.cause);
  return code === undefined || ofDamage.has(code);
};

/**
 * The newest checkpoint whose files are all as they were written, or null when there is none.
 *
 * @param warn hears of each newer one that is damaged
 * @throws UserError where one cannot be read for a reason that says nothing about it: an older one would be taken for no cause
 */
export async function newestCheckpoint(run: string, warn: (message: string) => void): Promise<Checkpoint | null> {
  for (const checkpoint of (await listCheckpoints(run)).reverse()) {
    try {
      await verifyFolder(checkpoint.folder);
      return checkpoint;
    } catch (error) {
      if (!isDamage(error)) throw error;
      warn(`${checkpoint.folder} is left out: ${error.message}`);
    }
  }
  return null;
}

/**
 * Removes all but the last `keep` of the checkpoints up to `step`. Later ones, which a resumed run passed by, stay, and
 * so do those of every `keepEvery`-th step. Call it while holding the run's lock and not while a checkpoint is written.
 *
 * @param options.warn hears of each that cannot be removed, because of permissions say: it is tried again at the next call
 */
export async function pruneCheckpoints(
  run: string,
  step: number,
  options: { readonly keep: number; readonly keepEvery?: number; readonly warn: (message: string) => void },
): Promise<void> {
  const { keep, keepEvery = Infinity } = options;
  const warn = (message: string) => options.warn(`${message} Tried again at the next save.`);
  // Those that had got their temporary name before it failed.
  await removeLeftovers(run, { warn, isLeft: (name) => name.startsWith('checkpoint-') });
  const reached = (await listCheckpoints(run)).filter((checkpoint) => checkpoint.step <= step);
  const doomed = reached.slice(0, -keep).filter((checkpoint) => checkpoint.step % keepEvery !== 0);
  for (const { folder } of doomed) {
    await removeFolderAtomically(folder).catch((error: Error) => warn(error.message));
  }
}
