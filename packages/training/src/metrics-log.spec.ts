import { UserError } from '@electra-ts/config';
import { appendFile, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

  (process.platform === 'linux' ? it : it.skip)('says that the disk is full', async () => {
    await symlink('/dev/full', path);
    await expect(log.append({ step: 1 })).rejects.toThrow(`cannot append to ${path}: the disk is full`);
  });
});
