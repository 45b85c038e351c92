import { mkdir, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskRoom } from './disk-room.js';

describe('diskRoom', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'disk-room-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('has what is free, also for a folder that is not there yet', async () => {
    const { bavail, bsize } = await statfs(folder);
    for (const run of [folder, join(folder, 'not', 'yet')]) {
      const free = (await diskRoom(run, { bytes: 1, keep: 1 }))?.freeBytes ?? NaN;
      // Others write there too.
      expect(Math.abs(free / (bavail * bsize) - 1)).toBeLessThan(0.1);
    }
  });

  it('needs one checkpoint more than are kept, and none anew that is there', async () => {
    const needed = async () => (await diskRoom(join(folder, 'run'), { bytes: 1000, keep: 2 }))?.neededBytes;
    expect(await needed()).toBe(3000);
    for (const [step, expected] of [[1, 2000], [2, 1000], [3, 1000]]) {
      await mkdir(join(folder, 'run', `checkpoint-00000${step}`), { recursive: true });
      expect(await needed()).toBe(expected);
    }
  });
});
