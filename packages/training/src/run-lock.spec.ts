import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockRun } from './run-lock.js';

describe('lockRun', () => {
  it('keeps others out of a run until it is released', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'run-lock-'));
    const lock = await lockRun(folder);
    expect(await readdir(folder)).toEqual(['run.lock']);
    await expect(lockRun(folder)).rejects.toThrow(`${folder} is in use by process ${process.pid}`);
    await lock.release();
    await (await lockRun(folder)).release();
    expect(await readdir(folder)).toEqual([]);
    await rm(folder, { recursive: true });
  });
});
