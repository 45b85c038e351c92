import { diskRoom } from '@electra-ts/training';

const gigabytes = (bytes: number) => `${(bytes / 1e9).toPrecision(3)} GB`;

/**
 * A warning where the disk of a run's folder has no room for its checkpoints: it will be full hours later, when there is more
 * to lose. None where there is room, or where the system does not tell.
 *
 * @param folder may not exist yet
 * @param checkpoints bytes of one, and how many are kept
 */
export async function scarceDisk(folder: string, checkpoints: { readonly bytes: number; readonly keep: number }): Promise<readonly string[]> {
  const room = await diskRoom(folder, checkpoints);
  if (room === undefined || room.freeBytes >= room.neededBytes) return [];
  return [
    `the disk of ${folder} has ${gigabytes(room.freeBytes)} free, and checkpoints of ${gigabytes(checkpoints.bytes)} need ${gigabytes(room.neededBytes)}: ` +
      `checkpoint.keep (${checkpoints.keep}) and one more while it is written. Free space there, or keep fewer.`,
  ];
}
