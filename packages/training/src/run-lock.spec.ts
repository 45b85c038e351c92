import { UserError } from '@electra-ts/config';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockRun, processStart } from './run-lock.js';

const onLinux = process.platform === 'linux' ? it : it.skip;

describe('lockRun', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'run-lock-'));
    path = join(folder, 'run.lock');
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Changes what a lock of this process says. */
  async function forge(changes: object): Promise<void> {
    const lock = await lockRun(folder);
    const owner = JSON.parse(await readFile(path, 'utf8')) as object;
    await lock.release();
    await writeFile(path, JSON.stringify({ ...owner, ...changes }));
  }

  it('keeps others out until it is released', async () => {
    const lock = await lockRun(folder);
    await expect(lockRun(folder)).rejects.toThrow(UserError);
    await expect(lockRun(folder)).rejects.toThrow(`${folder} is in use by process ${process.pid}`);
    await lock.release();
    await (await lockRun(folder)).release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('takes over the lock of a process that is gone', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    await forge({ pid, processStart: null });
    const lock = await lockRun(folder);
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ pid: process.pid });
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
  });

  onLinux('takes over a lock whose number is another process by now', async () => {
    await forge({ processStart: 'another boot/1' });
    await (await lockRun(folder)).release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('respects a lock that it cannot judge: another host, unreadable text', async () => {
    await forge({ host: 'elsewhere' });
    await expect(lockRun(folder)).rejects.toThrow(/on elsewhere.*remove the lock file/s);
    await writeFile(path, 'not JSON');
    await expect(lockRun(folder)).rejects.toThrow('an unknown process');
    expect(await readFile(path, 'utf8')).toBe('not JSON');
  });

  it('does not release a lock that is no longer its own', async () => {
    const lock = await lockRun(folder);
    await writeFile(path, 'somebody else');
    await lock.release();
    expect(await readFile(path, 'utf8')).toBe('somebody else');
  });
});

onLinux('processStart tells processes of one number apart', async () => {
  const start = await processStart(process.pid);
  expect(start).toMatch(/^[0-9a-f-]{36}\/\d+$/);
  expect(await processStart(process.pid)).toBe(start);
  expect(await processStart(1)).not.toBe(start);
  expect(await processStart(2 ** 30)).toBeNull();
});
