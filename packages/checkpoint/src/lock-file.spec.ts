import { UserError } from '@electra-ts/config';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockFile, processStart } from './lock-file.js';

const onLinux = process.platform === 'linux' ? it : it.skip;

const thing = { what: 'The bread is being baked', expected: 'bread that nobody bakes', remedy: 'Wait' };

describe('lockFile', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lock-file-'));
    path = join(folder, 'bread.lock');
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Changes what a lock of this process says, and returns that. */
  async function forge(changes: object): Promise<string> {
    await rm(path, { force: true });
    const lock = await lockFile(path, thing);
    const owner = JSON.parse(await readFile(path, 'utf8')) as object;
    await lock.release();
    const text = JSON.stringify({ ...owner, ...changes });
    await writeFile(path, text);
    return text;
  }

  it('keeps others out until it is released', async () => {
    const lock = await lockFile(path, thing);
    await expect(lockFile(path, thing)).rejects.toThrow(UserError);
    await expect(lockFile(path, thing)).rejects.toThrow(`The bread is being baked by process ${process.pid}`);
    await lock.release();
    await (await lockFile(path, thing)).release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('takes over the lock of a process that is gone', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    await forge({ pid, processStart: null });
    const lock = await lockFile(path, thing);
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ pid: process.pid });
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
  });

  onLinux('takes over a lock whose number is another process by now', async () => {
    await forge({ processStart: 'another boot/1' });
    await (await lockFile(path, thing)).release();
    expect(await readdir(folder)).toEqual([]);
  });

  onLinux('respects the lock of another container of this machine, whose numbers mean nothing here', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    for (const number of [pid, process.pid]) {
      const text = await forge({ pid: number, pidNamespace: 'pid:[1]', processStart: null });
      await expect(lockFile(path, thing)).rejects.toThrow(/by process \d+ on .*, in another container \(PID namespace\): .*remove the lock file/s);
      expect(await readFile(path, 'utf8')).toBe(text);
      await rm(path);
    }
  });

  onLinux('takes over a lock of before a reboot, of whatever container, and judges one that names none by its process', async () => {
    const alive = { pid: process.pid, processStart: null };
    for (const changes of [{ boot: 'another' }, { boot: 'another', pidNamespace: 'pid:[1]' }]) {
      await forge({ ...alive, ...changes });
      await (await lockFile(path, thing)).release();
    }
    for (const changes of [{ boot: undefined, pidNamespace: undefined }, { boot: null, pidNamespace: null }]) {
      await forge({ ...alive, ...changes });
      await expect(lockFile(path, thing)).rejects.toThrow(`by process ${process.pid} on `);
      const { pid } = spawnSync(process.execPath, ['--version']);
      await forge({ ...alive, ...changes, pid });
      await (await lockFile(path, thing)).release();
    }
    expect(await readdir(folder)).toEqual([]);
  });

  it('respects a lock that it cannot judge: another host, unreadable text', async () => {
    await forge({ host: 'elsewhere' });
    await expect(lockFile(path, thing)).rejects.toThrow(/on elsewhere.*remove the lock file/s);
    await writeFile(path, 'not JSON');
    await expect(lockFile(path, thing)).rejects.toThrow('an unknown process');
    expect(await readFile(path, 'utf8')).toBe('not JSON');
  });

  it('takes over an empty lock that a process was killed at, or a machine lost, once it is too old to be of one that lives', async () => {
    for (const text of ['', '\0'.repeat(120)]) {
      await writeFile(path, text);
      await expect(lockFile(path, thing)).rejects.toThrow('an unknown process');
      await utimes(path, new Date(), new Date(Date.now() - 60_000));
      await (await lockFile(path, thing)).release();
      expect(await readdir(folder)).toEqual([]);
    }
    await writeFile(path, 'not JSON');
    await utimes(path, new Date(), new Date(Date.now() - 60_000));
    await expect(lockFile(path, thing)).rejects.toThrow('an unknown process');
  });

  it('lets one of many that find a stale lock through', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    await forge({ pid, processStart: null });
    let inside = 0;
    const most: number[] = [];
    const calls = Array.from({ length: 8 }, async () => {
      const lock = await lockFile(path, thing).catch((error: unknown) => expect(error).toBeInstanceOf(UserError));
      if (lock === undefined) return;
      most.push(++inside);
      await new Promise((resolve) => setTimeout(resolve, 20));
      inside--;
      await lock.release();
    });
    await Promise.all(calls);
    expect(most.length).toBeGreaterThan(0);
    expect(Math.max(...most)).toBe(1);
  });

  it('takes a stale lock over where a process was killed while it did so', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    const text = await forge({ pid, processStart: null });
    const guard = `${path}.${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
    await writeFile(guard, '');
    await utimes(guard, new Date(), new Date(Date.now() - 60_000));
    const lock = await lockFile(path, thing);
    await expect(stat(guard)).rejects.toThrow('ENOENT');
    await lock.release();
  });

  it('says where a lock cannot be written', async () => {
    await expect(lockFile(join(folder, 'absent', 'a.lock'), thing)).rejects.toThrow(/cannot lock .*a\.lock: no such file or folder/);
  });

  it('does not release a lock that is no longer its own', async () => {
    const lock = await lockFile(path, thing);
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
