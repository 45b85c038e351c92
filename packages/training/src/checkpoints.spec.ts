import { writeFolderAtomically } from '@electra-ts/checkpoint';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Obstruction } from './obstruction.fixture.js';
import { checkpointName, listCheckpoints, newestCheckpoint, pruneCheckpoints } from './checkpoints.js';

describe('checkpoints', () => {
  let run: string;
  beforeEach(async () => {
    run = await mkdtemp(join(tmpdir(), 'checkpoints-'));
  });
  afterEach(() => rm(run, { recursive: true }));

  const write = (step: number) =>
    writeFolderAtomically(join(run, checkpointName(step)), (temporary) => writeFile(join(temporary, 'weights'), 'w'));
  const never = (message: string) => {
    throw new Error(message);
  };
  const damage = (step: number) => writeFile(join(run, checkpointName(step), 'weights'), 'x');

  it.each([
    [0, 'checkpoint-000000'],
    [500, 'checkpoint-000500'],
    [1_750_000, 'checkpoint-1750000'],
  ])('that of step %d is %s', (step, name) => {
    expect(checkpointName(step)).toBe(name);
  });

  it('refuses steps that are not counts', () => {
    expect(() => checkpointName(0.5)).toThrow('received 0.5');
  });

  it('lists by step, also past six digits, and nothing else', async () => {
    for (const name of ['checkpoint-1000000', 'checkpoint-999999', 'checkpoint-0000001', 'checkpoint-old', 'notes']) {
      await mkdir(join(run, name));
    }
    expect((await listCheckpoints(run)).map(({ step }) => step)).toEqual([999999, 1000000]);
    expect(await listCheckpoints(join(run, 'absent'))).toEqual([]);
  });

  it('falls back from damaged ones to the newest that is whole, and says so', async () => {
    await Promise.all([write(100), write(200), write(300), mkdir(join(run, checkpointName(400)))]);
    await damage(300);
    const warnings: string[] = [];
    expect(await newestCheckpoint(run, (message) => warnings.push(message))).toEqual({
      step: 200,
      folder: join(run, 'checkpoint-000200'),
    });
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toContain('checkpoint-000400 is left out');
    expect(warnings[1]).toMatch(/checkpoint-000300 is left out.*weights is damaged/);
  });

  it('falls back from a missing file and not from one that is only out of reach', async () => {
    await Promise.all([write(1), write(2)]);
    await rm(join(run, checkpointName(2), 'weights'));
    expect(await newestCheckpoint(run, () => undefined)).toMatchObject({ step: 1 });
    // Whoever follows this link gets an error that, as a lack of permission would, says nothing about what was written.
    await symlink('x'.repeat(300), join(run, checkpointName(2), 'weights'));
    await expect(newestCheckpoint(run, never)).rejects.toThrow(/cannot verify .*000002.*ENAMETOOLONG/);
  });

  it('finds none where none is whole', async () => {
    const warnings: string[] = [];
    expect(await newestCheckpoint(run, (message) => warnings.push(message))).toBeNull();
    await write(1);
    await damage(1);
    expect(await newestCheckpoint(run, (message) => warnings.push(message))).toBeNull();
    expect(warnings).toHaveLength(1);
  });

  it('prunes up to the step reached', async () => {
    await Promise.all([1, 2, 3, 4, 9].map((step) => mkdir(join(run, checkpointName(step)))));
    await pruneCheckpoints(run, 4, { keep: 2, warn: never });
    expect((await readdir(run)).sort()).toEqual([3, 4, 9].map(checkpointName));
    await pruneCheckpoints(run, 4, { keep: 5, warn: never });
    expect(await readdir(run)).toHaveLength(3);
  });

  it('keeps those of every so many steps for good', async () => {
    await Promise.all([10, 15, 20, 25, 30, 35].map((step) => mkdir(join(run, checkpointName(step)))));
    await pruneCheckpoints(run, 35, { keep: 1, keepEvery: 20, warn: never });
    expect((await readdir(run)).sort()).toEqual([20, 35].map(checkpointName));
  });

  const obstructed = new Obstruction();
  afterEach(() => obstructed.end());
  (obstructed.isPossible ? it : it.skip)('warns of what cannot be removed, goes on with the rest, and tries it again (skipped where root may not mount)', async () => {
    await Promise.all([write(1), write(2), write(3)]);
    await obstructed.begin(join(run, checkpointName(1)));
    const warnings: string[] = [];
    const prune = () => pruneCheckpoints(run, 3, { keep: 1, warn: (message) => warnings.push(message) });
    await prune();
    expect(warnings).toEqual([expect.stringMatching(/^cannot remove .*checkpoint-000001.*: .*Tried again at the next save\.$/)]);
    expect((await listCheckpoints(run)).map(({ step }) => step)).not.toContain(2);
    await prune();
    expect(warnings).toHaveLength(2);
    await obstructed.end();
    await prune();
    expect(warnings).toHaveLength(2);
    expect(await readdir(run)).toEqual([checkpointName(3)]);
  });
});
