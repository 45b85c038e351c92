import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyOf, runStage } from './stage-marker.js';

describe('runStage', () => {
  let folder: string;
  let marker: string;
  let runs: number;
  const run = async () => ++runs;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stage-'));
    marker = join(folder, 'stages', 'a.json');
    runs = 0;
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('does the work once for the same inputs', async () => {
    const first = await runStage({ marker, inputs: { a: 1 }, run });
    const second = await runStage({ marker, inputs: { a: 1 }, run });
    expect(first).toMatchObject({ result: 1, reused: false });
    expect(second).toEqual({ ...first, reused: true });
  });

  it('does it again for other inputs and after a damaged marker', async () => {
    await runStage({ marker, inputs: { a: 1 }, run });
    expect((await runStage({ marker, inputs: { a: 2 }, run })).result).toBe(2);
    await writeFile(marker, '{"key');
    expect((await runStage({ marker, inputs: { a: 2 }, run })).result).toBe(3);
  });

  it('does not stand for work that failed', async () => {
    await runStage({ marker, inputs: 1, run });
    const fail = () => Promise.reject(new Error('no'));
    await expect(runStage({ marker, inputs: 2, run: fail })).rejects.toThrow('no');
    expect((await runStage({ marker, inputs: 1, run })).reused).toBe(false);
  });
});

describe('keyOf', () => {
  it('differs with the inputs', () => {
    expect(keyOf({ a: 1 })).toBe(keyOf({ a: 1, b: undefined }));
    expect(keyOf({ a: 1 })).not.toBe(keyOf({ a: 2 }));
  });
});
