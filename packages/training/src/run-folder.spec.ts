import { UserError } from '@electra-ts/config';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Obstruction } from './obstruction.fixture.js';
import { RunFolder } from './run-folder.js';

describe('RunFolder', () => {
  let scratch: string;
  let folder: string;
  const config = { seed: 1, training: { steps: 9 } };
  beforeEach(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'run-folder-'));
    folder = join(scratch, 'runs', 'first');
  });
  afterEach(() => rm(scratch, { recursive: true }));

  const fill = (text: string) => (temporary: string) => writeFile(join(temporary, 'weights'), text);

  /** A run with rows and checkpoints at steps 1 to 3, closed again. */
  async function trainedRun(): Promise<void> {
    const run = await RunFolder.create(folder, config);
    for (const step of [1, 2, 3]) {
      await run.appendMetrics({ step, loss: 1 / step });
      await run.saveCheckpoint(step, fill(`weights ${step}`));
    }
    await run.close();
  }

  it('holds the configuration, and opens again with it', async () => {
    const created = await RunFolder.create(folder, config);
    await created.close();
    expect(JSON.parse(await readFile(join(folder, 'run.json'), 'utf8'))).toEqual({ version: 1, config });
    const opened = await RunFolder.open(folder);
    expect(opened.config).toEqual(config);
    await opened.close();
    expect(await readdir(folder)).toEqual(['run.json']);
  });

  it('takes another configuration', async () => {
    const run = await RunFolder.create(folder, config);
    await run.changeConfig({ seed: 2 });
    await run.close();
    expect((await RunFolder.inspect(folder)).config).toEqual({ seed: 2 });
  });

  it('refuses a folder that holds a run, says what to do, and releases it', async () => {
    await trainedRun();
    await expect(RunFolder.create(folder, {})).rejects.toThrow(UserError);
    await expect(RunFolder.create(folder, {})).rejects.toThrow(/already holds a run.*--resume.*--force.*--out/s);
    const { length } = (await RunFolder.inspect(folder)).checkpoints;
    await expect(RunFolder.create(folder, {})).rejects.toThrow(`by --force, which removes all of its ${length} checkpoints, the newest of step 3, once the new run has one, or`);
    for (const name of (await readdir(folder)).filter((each) => /^checkpoint-00000[12]$/.test(each))) await rm(join(folder, name), { recursive: true });
    await expect(RunFolder.create(folder, {})).rejects.toThrow('which removes its checkpoint, of step 3, once');
    await rm(join(folder, 'run.json'));
    await expect(RunFolder.create(folder, {})).rejects.toThrow(/received .*checkpoint-000003/);
    expect(await readdir(folder)).not.toContain('run.lock');
  });

  it.each([false, true])('refuses a folder that holds something else, and leaves it as it is (force: %s)', async (force) => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'manifest.json'), '{}');
    await writeFile(join(folder, '.hidden'), '');
    await expect(RunFolder.create(folder, config, { force })).rejects.toThrow(/first holds something that is no run.*received manifest\.json.*another --out/);
    await expect(RunFolder.refuseUsed(folder, { force })).rejects.toThrow(UserError);
    expect((await readdir(folder)).sort()).toEqual(['.hidden', 'manifest.json']);
  });

  it('begins in a folder that is empty but for hidden files and the lock of a process that is gone', async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, '.gitignore'), '*');
    const gone = { pid: 2 ** 22 + 1, host: hostname(), processStart: null, lockedAt: '' };
    await writeFile(join(folder, 'run.lock'), JSON.stringify(gone));
    await (await RunFolder.create(folder, config)).close();
    expect((await readdir(folder)).sort()).toEqual(['.gitignore', 'run.json']);
  });

  it('with force replaces the run and leaves other files alone', async () => {
    await trainedRun();
    await writeFile(join(folder, 'notes.txt'), 'mine');
    const run = await RunFolder.create(folder, { seed: 2 }, { force: true });
    expect(await run.metrics()).toEqual([]);
    expect(await run.latestCheckpoint()).toBeNull();
    await run.close();
    expect((await readdir(folder)).sort()).toEqual(['.replaced', 'notes.txt', 'run.json']);
  });

  it('keeps the run that it replaces until there is a checkpoint of its own, however often it begins', async () => {
    await trainedRun();
    const before = await RunFolder.inspect(folder);
    for (let n = 0; n < 2; n++) await (await RunFolder.create(folder, { seed: 2 }, { force: true })).close();
    const kept = await RunFolder.inspect(join(folder, '.replaced'));
    expect({ ...kept, checkpoints: kept.checkpoints.map(({ step }) => step) }).toEqual({ ...before, checkpoints: before.checkpoints.map(({ step }) => step) });
    const run = await RunFolder.open(folder);
    expect(await run.resume()).toBeNull();
    await run.saveCheckpoint(1, (path) => writeFile(join(path, 'weights'), 'new'));
    await run.close();
    expect((await readdir(folder)).sort()).toEqual(['checkpoint-000001', 'run.json']);
  });

  it('with force replaces a model by the names that it is told, and leaves other files alone', async () => {
    await mkdir(join(folder, '.git'), { recursive: true });
    for (const name of ['config.json', 'notes.txt']) await writeFile(join(folder, name), name);
    await expect(RunFolder.create(folder, config, { force: true, replaces: ['results.json'] })).rejects.toThrow(/no run.*config\.json, notes\.txt/);
    const run = await RunFolder.create(folder, config, { force: true, replaces: ['config.json'] });
    await run.saveCheckpoint(1, fill('new'));
    expect((await readdir(folder)).filter((name) => !RunFolder.isPart(name)).sort()).toEqual(['.git', 'notes.txt']);
    await run.close();
  });

  it('knows its own names from those of others', () => {
    const own = ['checkpoint-000001', '.checkpoint-000001.previous', '.checkpoint-000001.12-0123abcd.tmp', 'run.json', '.run.json.12-0123abcd.tmp', 'run.lock', 'run.lock.0123456789abcdef', 'metrics.jsonl', 'tensorboard', '.replaced', '.replacing'];
    const others = ['checkpoint-best', 'checkpoint-000001.zip', 'notes.md', '.git', 'manifest.json', '.notes.md.12-0123abcd.tmp', 'metrics.jsonl.bak'];
    expect([...own, ...others].filter((name) => RunFolder.isPart(name))).toEqual(own);
  });

  it('lets one process in at a time, but anybody look', async () => {
    const run = await RunFolder.create(folder, config);
    await run.appendMetrics({ step: 1, loss: 2 });
    await expect(RunFolder.open(folder)).rejects.toThrow('is in use by process');
    await expect(RunFolder.create(folder, config, { force: true })).rejects.toThrow('is in use by process');
    expect(await RunFolder.inspect(folder)).toEqual({ config, metrics: [{ step: 1, loss: 2 }], checkpoints: [] });
    expect(await RunFolder.configOf(folder)).toEqual(config);
    await run.close();
  });

  it('goes on from the newest checkpoint and drops the rows after it', async () => {
    await trainedRun();
    const run = await RunFolder.open(folder);
    await run.appendMetrics({ step: 4, loss: 0.1 });
    expect(await run.resume()).toEqual({ step: 3, folder: join(folder, 'checkpoint-000003') });
    expect((await run.metrics()).map(({ step }) => step)).toEqual([1, 2, 3]);
    await run.close();
  });

  it('goes on from the one before when the newest is damaged, and warns', async () => {
    await trainedRun();
    await writeFile(join(folder, 'checkpoint-000003', 'weights'), 'weights X');
    const warnings: string[] = [];
    const run = await RunFolder.open(folder, { warn: (message) => warnings.push(message) });
    expect(await run.resume()).toMatchObject({ step: 2 });
    expect((await run.metrics()).map(({ step }) => step)).toEqual([1, 2]);
    expect(warnings).toEqual([expect.stringContaining('checkpoint-000003 is left out')]);
    await run.saveCheckpoint(3, fill('weights 3'));
    expect(await run.latestCheckpoint()).toMatchObject({ step: 3 });
    await run.close();
  });

  it('is not begun anew where there are checkpoints and none is whole, and is left as it is', async () => {
    await trainedRun();
    for (const step of [1, 2]) await writeFile(join(folder, `checkpoint-00000${step}`, 'weights'), 'weights X');
    await rm(join(folder, 'checkpoint-000003', 'weights'));
    const warnings: string[] = [];
    const run = await RunFolder.open(folder, { warn: (message) => warnings.push(message) });
    const before = await readFile(join(folder, 'metrics.jsonl'), 'utf8');
    const resumed = run.resume();
    await expect(resumed).rejects.toThrow(UserError);
    await expect(resumed).rejects.toThrow(/none of its checkpoints is whole; nothing was changed.*3.*no such file.*2.*damaged.*1.*damaged.*Restore one.*--force without --resume/s);
    expect(warnings).toEqual([]);
    await run.close();
    expect(await readFile(join(folder, 'metrics.jsonl'), 'utf8')).toBe(before);
    expect((await RunFolder.inspect(folder)).checkpoints).toHaveLength(3);
  });

  it('is left as it is where who resumes it does not want it begun anew', async () => {
    const run = await RunFolder.create(folder, config);
    await run.appendMetrics({ step: 1 });
    const beginAnew = () => {
      throw new Error('not anew');
    };
    await expect(run.resume({ beginAnew })).rejects.toThrow('not anew');
    expect(await run.metrics()).toEqual([{ step: 1 }]);
    await run.saveCheckpoint(1, fill('w'));
    expect(await run.resume({ beginAnew })).toMatchObject({ step: 1 });
    await run.close();
  });

  it('starts over when there is no checkpoint', async () => {
    const run = await RunFolder.create(folder, config);
    await run.appendMetrics({ step: 1 });
    expect(await run.resume()).toBeNull();
    expect(await run.metrics()).toEqual([]);
    await run.close();
  });

  it('keeps the last checkpoints only', async () => {
    const run = await RunFolder.create(folder, config, { keep: 2 });
    for (const step of [10, 20, 30, 40]) {
      await run.saveCheckpoint(step, fill('w'));
    }
    await run.close();
    expect((await RunFolder.inspect(folder)).checkpoints.map(({ step }) => step)).toEqual([30, 40]);
  });

  it('keeps more where it is told to remove none', async () => {
    const run = await RunFolder.create(folder, config, { keep: 1 });
    for (const step of [10, 20, 30]) await run.saveCheckpoint(step, fill('w'), { prune: step !== 30 });
    await run.close();
    expect((await RunFolder.inspect(folder)).checkpoints.map(({ step }) => step)).toEqual([20, 30]);
  });

  it('keeps some for good', async () => {
    const run = await RunFolder.create(folder, config, { keep: 1, keepEvery: 20 });
    for (const step of [10, 20, 30, 40, 50]) {
      await run.saveCheckpoint(step, fill('w'));
    }
    await run.close();
    expect((await RunFolder.inspect(folder)).checkpoints.map(({ step }) => step)).toEqual([20, 40, 50]);
  });

  it('removes no older checkpoint when saving fails', async () => {
    const run = await RunFolder.create(folder, config, { keep: 1 });
    await run.saveCheckpoint(1, fill('w'));
    await expect(run.saveCheckpoint(2, () => Promise.reject(new Error('worker died')))).rejects.toThrow('worker died');
    expect(await run.latestCheckpoint()).toMatchObject({ step: 1 });
    await run.close();
    expect((await readdir(folder)).sort()).toEqual(['checkpoint-000001', 'run.json']);
  });

  const obstructed = new Obstruction();
  afterEach(() => obstructed.end());
  (obstructed.isPossible ? it : it.skip)('saves, and is opened, where an old checkpoint cannot be removed (skipped where root may not mount)', async () => {
    const warnings: string[] = [];
    const options = { keep: 1, warn: (message: string) => warnings.push(message) };
    const run = await RunFolder.create(folder, config, options);
    await obstructed.begin(await run.saveCheckpoint(1, fill('w')));
    await run.saveCheckpoint(2, fill('w'));
    expect(warnings).toEqual([expect.stringMatching(/cannot remove .*checkpoint-000001/)]);
    await run.close();

    const opened = await RunFolder.open(folder, options);
    expect(await opened.resume()).toMatchObject({ step: 2 });
    expect(warnings).toEqual([warnings[0], expect.stringMatching(/cannot remove .*\.checkpoint-000001\..*tmp/)]);
    await obstructed.end();
    await opened.saveCheckpoint(3, fill('w'));
    await opened.close();
    expect((await readdir(folder)).sort()).toEqual(['checkpoint-000003', 'run.json']);
  });

  it('clears away what a killed process left', async () => {
    await trainedRun();
    await mkdir(join(folder, '.checkpoint-000004.123-0123abcd.tmp'));
    await appendFile(join(folder, 'metrics.jsonl'), '{"step":4,"lo');
    const run = await RunFolder.open(folder);
    await run.appendMetrics({ step: 4 });
    expect((await run.metrics()).map(({ step }) => step)).toEqual([1, 2, 3, 4]);
    await run.close();
    expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('says what is wrong with a folder that is no run', async () => {
    await mkdir(folder, { recursive: true });
    await expect(RunFolder.open(folder)).rejects.toThrow(`${folder} holds no run`);
    await expect(RunFolder.inspect(join(folder, 'absent'))).rejects.toThrow('holds no run');
    await expect(RunFolder.configOf(join(folder, 'absent'))).rejects.toThrow('holds no run');
    await writeFile(join(folder, 'run.json'), '{"version": 7, "config": {}}');
    await expect(RunFolder.open(folder)).rejects.toThrow('damaged or of another version');
    await writeFile(join(folder, 'run.json'), '{');
    await expect(RunFolder.open(folder)).rejects.toThrow(UserError);
    expect(await readdir(folder)).toEqual(['run.json']);
  });

  it('says when the folder is a file, and refuses to keep no checkpoint', async () => {
    await writeFile(join(scratch, 'file'), '');
    await expect(RunFolder.create(join(scratch, 'file'), {})).rejects.toThrow('expected a folder, received a file');
    await expect(RunFolder.refuseUsed(join(scratch, 'file'))).rejects.toThrow(/file cannot hold a run: expected a folder, received a file/);
    await expect(RunFolder.create(folder, {}, { keep: 0 })).rejects.toThrow('received 0');
    expect(await readdir(folder)).toEqual([]);
  });
});
