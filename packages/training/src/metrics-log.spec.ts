import { UserError } from '@electra-ts/config';
import { spawnSync } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MetricsLog } from './metrics-log.js';

describe('MetricsLog', () => {
  let folder: string;
  let path: string;
  let log: MetricsLog;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'metrics-log-'));
    path = join(folder, 'metrics.jsonl');
    log = new MetricsLog(path);
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('appends one line a row, in the order of the calls', async () => {
    await Promise.all(Array.from({ length: 30 }, (_, step) => log.append({ step, loss: 1 / 2 ** step })));
    expect((await log.rows()).map(({ step }) => step)).toEqual(Array.from({ length: 30 }, (_, step) => step));
    expect((await readFile(path, 'utf8')).split('\n')[1]).toBe('{"step":1,"loss":0.5}');
  });

  it('has written all that was appended once it is flushed', async () => {
    await log.flush();
    for (let step = 0; step < 5; step++) {
      void log.append({ step });
    }
    await log.flush();
    expect((await readFile(path, 'utf8')).match(/\n/g)).toHaveLength(5);
  });

  it('has no rows before the first', async () => {
    expect(await log.rows()).toEqual([]);
    await log.truncateAfter(5);
    expect(await log.rows()).toEqual([]);
  });

  it('drops the rows after a step, and a line that was cut off', async () => {
    for (const row of [{ step: 1 }, { step: 2 }, { step: 2, auc: 0.5 }, { step: 3 }]) {
      await log.append(row);
    }
    await appendFile(path, '{"step":4,"lo');
    expect(await log.rows()).toHaveLength(4);
    await log.truncateAfter(2);
    await log.append({ step: 3, loss: NaN });
    expect(await readFile(path, 'utf8')).toBe('{"step":1}\n{"step":2}\n{"step":2,"auc":0.5}\n{"step":3,"loss":null}\n');
  });

  it('names a line that is not a row', async () => {
    await log.append({ step: 1 });
    await appendFile(path, 'oops\n');
    await expect(log.rows()).rejects.toThrow(UserError);
    await expect(log.rows()).rejects.toThrow(`${path}, line 2 is not a row of metrics`);
  });

  it('fails to flush a file that is none, unless a row has failed at it before', async () => {
    await mkdir(path);
    await expect(log.flush()).rejects.toThrow(/EISDIR/);
    await expect(log.append({ step: 1 })).rejects.toThrow(/EISDIR/);
    await log.flush();
  });

  (process.platform === 'win32' ? it.skip : it)('leaves no part of a row that does not fit any more', async () => {
    // A limit that a row crosses: its first part is written, the rest is refused, as on a disk with that much room.
    const appending = `const { MetricsLog } = await import(process.argv[1]);
      const log = new MetricsLog(process.argv[2]);
      for (let step = 1; ; step++) await log.append({ step, text: 'x'.repeat(281) }).catch(({ message }) => (console.log(String(step), message), process.exit()));`;
    const module = pathToFileURL(join(__dirname, '../dist/metrics-log.js')).href;
    const limited = ['-c', 'ulimit -f 8 && exec "$@"', 'sh', process.execPath, '--input-type=module', '-e', appending, module, path];
    const { stdout, stderr } = spawnSync('sh', limited, { encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: expect.stringMatching(/^\d+ cannot append to .*EFBIG/), stderr: '' });
    const fitted = parseInt(stdout) - 1;
    const content = await readFile(path, 'utf8');
    expect(content.endsWith('}\n')).toBe(true);
    expect((await log.rows()).map(({ step }) => step)).toEqual(Array.from({ length: fitted }, (_, index) => index + 1));
    expect(fitted).toBeGreaterThan(5);
    // Blocks of 512 or 1,024 bytes: there was room for a part of a row.
    expect([8 * 512, 8 * 1024].some((limit) => limit > content.length && limit - content.length < 290)).toBe(true);
  });

  (process.platform === 'linux' ? it : it.skip)('says that the disk is full', async () => {
    await symlink('/dev/full', path);
    await expect(log.append({ step: 1 })).rejects.toThrow(`cannot append to ${path}: the disk is full`);
  });
});
