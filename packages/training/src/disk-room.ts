import type { StatsFs } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { listCheckpoints } from './checkpoints.js';

/** What a disk has and a run's checkpoints need, in bytes. */
export interface DiskRoom {
  /** What this user may still write. */
  readonly freeBytes: number;
  /** For the checkpoints that are kept and the one that is written before the oldest goes, less those that are there. */
  readonly neededBytes: number;
}

/**
 * What the disk of a run's folder has, and what its checkpoints need there.
 *
 * @param folder may not exist yet: its disk is that of the nearest folder above which does
 * @param checkpoints.bytes of one
 * @param checkpoints.keep how many stay; those that are kept for good beside them are not counted
 * @returns undefined where the system does not tell
 */
export async function diskRoom(folder: string, checkpoints: { readonly bytes: number; readonly keep: number }): Promise<DiskRoom | undefined> {
  const disk = await statfsAbove(resolve(folder));
  if (disk === undefined) return undefined;
  const { bytes, keep } = checkpoints;
  const there = await listCheckpoints(folder).then((all) => all.length, () => 0);
  return { freeBytes: disk.bavail * disk.bsize, neededBytes: (keep + 1 - Math.min(keep, there)) * bytes };
}

async function statfsAbove(folder: string): Promise<StatsFs | undefined> {
  try {
    return await statfs(folder);
  } catch {
    return folder === dirname(folder) ? undefined : statfsAbove(dirname(folder));
  }
}
