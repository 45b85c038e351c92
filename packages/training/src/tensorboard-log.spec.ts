import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32c } from './crc32c.js';
import { TensorBoardLog } from './tensorboard-log.js';

/** The records of an event file, after a check of both checksums of each. */
function records(file: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < file.length; ) {
    const length = Number(file.readBigUInt64LE(at));
    const unmasked = (offset: number) => {
      const rotated = (file.readUInt32LE(offset) - 0xa282ead8) >>> 0;
      return ((rotated >>> 17) | (rotated << 15)) >>> 0;
    };
    expect(unmasked(at + 8)).toBe(crc32c(file.subarray(at, at + 8)));
    const content = file.subarray(at + 12, at + 12 + length);
    expect(unmasked(at + 12 + length)).toBe(crc32c(content));
    found.push(content);
    at += 16 + length;
  }
  return found;
}

describe('TensorBoardLog', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tensorboard-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const written = async () => records(await readFile(join(folder, 'logs', (await readdir(join(folder, 'logs')))[0])));

  it('writes rows in their order, each as one record', async () => {
    const log = await TensorBoardLog.open(join(folder, 'logs'), 0, () => 2000);
    await Promise.all([
      log.append({ step: 300, type: 'step', loss: 0.5, name: 'x' }),
      log.append({ step: 300, type: 'evaluation', 'fixed/auc': 1 }),
      log.append({ step: 300, type: 'warning', message: 'not a number' }),
    ]);
    const [version, step, evaluation, ...more] = await written();
    expect(more).toEqual([]);
    expect(version.toString('latin1')).toContain('brain.Event:2');
    // Time 2 s as a double; step 300; a summary of 17 bytes with one value: a tag and 0.5 as a float.
    expect(step.toString('hex')).toBe(`09${'0000000000000040'}10ac02` + '2a13' + '0a11' + `0a0a${Buffer.from('train/loss').toString('hex')}` + '150000003f');
    expect(evaluation.toString('latin1')).toContain('fixed/auc');
  });

  it('says where a resumed run goes on', async () => {
    await TensorBoardLog.open(join(folder, 'logs'), 20, () => 2000);
    const [, start] = await written();
    // Step 21 and a session log with status START.
    expect(start.toString('hex')).toBe('0900000000000000401015' + '3a020801');
  });

  it('says what is wrong with its folder', async () => {
    await writeFile(join(folder, 'logs'), '');
    await expect(TensorBoardLog.open(join(folder, 'logs', 'of', 'run'), 0)).rejects.toThrow(/cannot write.*logs/);
  });
});
