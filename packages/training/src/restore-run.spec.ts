import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { previousOf, writeFolderAtomically } from '@electra-ts/checkpoint';
import { RunFolder } from './run-folder.js';
import { restoreRun } from './restore-run.js';

describe('restoreRun', () => {
  let scratch: string;
  let folder: string;
  beforeEach(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'restore-run-'));
    folder = join(scratch, 'run');
  });
  afterEach(() => rm(scratch, { recursive: true }));

  it('brings a run back, which is then free', async () => {
    await (await RunFolder.create(folder, {})).close();
    await rename(folder, previousOf(folder));
    await restoreRun(folder);
    expect(await readdir(folder)).toEqual(['run.json']);
    await restoreRun(folder);
    await (await RunFolder.open(folder)).close();
  });

  it('does not take a run from the process that is about to replace it', async () => {
    const run = await RunFolder.create(folder, {});
    await rename(folder, previousOf(folder));
    await expect(restoreRun(folder)).rejects.toThrow(`${folder} is in use by process ${process.pid}`);
    expect(await readdir(scratch)).toEqual(['.run.previous']);
    await rename(previousOf(folder), folder);
    await run.close();
  });

  it('leaves no lock where something else has come to its place', async () => {
    await (await RunFolder.create(folder, {})).close();
    await rename(folder, previousOf(folder));
    await mkdir(folder);
    await writeFile(join(folder, 'notes'), '');
    await expect(restoreRun(folder)).rejects.toThrow(/received notes/);
    expect(await readdir(previousOf(folder))).toEqual(['run.json']);
    await writeFile(join(folder, 'manifest.json'), '{"files": {}}');
    await expect(restoreRun(folder)).rejects.toThrow(/received manifest\.json, notes/);
    await rm(join(folder, 'manifest.json'));
    await rm(join(folder, 'notes'));
    await rmdir(folder);
    await writeFolderAtomically(`${folder}-new`, (temporary) => writeFile(join(temporary, 'model'), ''));
    await rename(`${folder}-new`, folder);
    await restoreRun(folder);
    expect(existsSync(previousOf(folder))).toBe(false);
  });
});
