import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { resolveModelFolder } from '@electra-ts/training';
import { UserFolder } from '../user-folder.fixture.js';

// Whole commands, each a process that loads what it needs: seconds on a busy machine.
jest.setTimeout(120_000);

const settings = (...each: string[]) => each.flatMap((setting) => ['--set', setting]);
const oneLayer = 'model.discriminator.numHiddenLayers=1';

describe('electra-trainer pretrain', () => {
  const folder = new UserFolder();
  const at = (...names: string[]) => folder.at(...names);
  let shards: string[];
  beforeAll(async () => {
    expect(await folder.writeData()).toMatchObject({ status: 0 });
    shards = readdirSync(at('data')).sort();
  });
  afterAll(() => folder.remove());

  const pretrain = (...more: string[]) => folder.run('pretrain', '--preset', 'tiny', '--data', 'data', ...settings(oneLayer), ...more);

  it('trains a run that loads, shows itself and is not overwritten', async () => {
    const short = settings('training.steps=4', 'training.batchSize=4', 'training.warmupSteps=1', 'evaluation.batches=1', 'log.every=1');
    const { status, out, err } = await pretrain('--out', 'run', ...short, '--json');
    expect(status).toBe(0);
    // Before the step, what it waits for.
    expect(err).toMatch(/\npretrain: records joint step and compiles it for \w+\n(joint step: .*\n)?pretrain: .*step 1\/4/);
    expect(err.match(/records/g)).toHaveLength(1);
    // Paths from where the user stands.
    expect(err).not.toContain(folder.path);
    expect(err).toMatch(/done at step 4, run\/checkpoint-000004 .*\nmeasurements: run\/metrics\.jsonl; models: run\/checkpoint-000004\/discriminator/);
    expect(err).toMatch(/next: electra-evaluator fill-mask --model run /);
    expect(JSON.parse(out)).toMatchObject({ step: 4, reason: 'completed' });
    expect(existsSync(at('run', 'checkpoint-000004', 'discriminator', 'model.safetensors'))).toBe(true);

    const shown = await folder.run('inspect', 'run', '--json');
    expect(JSON.parse(shown.out)).toMatchObject({ kind: 'run', metrics: { step: { step: 4 } } });
    const again = await pretrain('--out', 'run');
    expect(again).toMatchObject({ status: 2, out: '' });
    expect(again.err).toMatch(/run.*--resume|--resume.*run/s);
  });

  it('limits the time of one start, not of the run', async () => {
    const short = settings('training.steps=3', 'training.batchSize=4', 'evaluation.batches=1');
    const limited = await pretrain('--out', 'limited', '--max-time', '0.01s', ...short, '--json');
    expect(JSON.parse(limited.out)).toMatchObject({ reason: 'stopped', because: expect.stringContaining('the time is up') });
    const resumed = await folder.run('pretrain', '--out', 'limited', '--resume', '--json');
    expect(JSON.parse(resumed.out)).toMatchObject({ step: 3, reason: 'completed' });
  });

  it('goes on from the weights of a run, and refuses to do that and to resume at once', async () => {
    const short = settings('training.steps=2', 'training.batchSize=4', 'evaluation.batches=1');
    const continued = (...more: string[]) => folder.run('pretrain', '--from', 'run', '--data', 'data', '--out', 'continued', ...short, ...more);
    const { status, out, err } = await continued('--json');
    expect({ status, err }).toMatchObject({ status: 0, err: expect.stringContaining('go on with the same vocabulary') });
    expect(JSON.parse(out)).toMatchObject({ step: 2, reason: 'completed' });
    const { config } = JSON.parse(readFileSync(at('continued', 'run.json'), 'utf8'));
    expect(config).toMatchObject({ from: at('run'), configuration: { model: { discriminator: { numHiddenLayers: 1 } } } });
    expect(await continued('--resume')).toMatchObject({ status: 2, err: expect.stringContaining('from its own checkpoint') });
  });

  it('trains a discriminator on samples of a frozen generator, and goes on without it', async () => {
    const recipe = join(__dirname, '../../../../packages/pretraining/recipes/objectives/fast-electra.yaml');
    const short = settings('model.preset=tiny', oneLayer, 'training.batchSize=4', 'training.warmupSteps=1', 'evaluation.batches=1', 'log.every=1');
    const fast = (name: string, ...more: string[]) => ['pretrain', '--config', recipe, '--data', 'data', '--out', name, ...short, ...settings('training.steps=3', ...more), '--json'];
    const { status, out, err } = await folder.run(...fast('fast', 'model.generatorFrom=run'));
    expect({ status, err }).toMatchObject({ status: 0 });
    expect(JSON.parse(out)).toMatchObject({ step: 3, reason: 'completed', last: { discriminatorLoss: expect.any(Number) } });
    expect(JSON.parse(out).last).not.toHaveProperty('generatorLoss');
    // The generator is the run's, to the bit, in its folder too: the run needs nothing else to be resumed or read.
    const weights = (run: string, checkpoint: string) => readFileSync(at(run, checkpoint, 'generator', 'model.safetensors'));
    expect(weights('fast', 'checkpoint-000003').equals(weights('run', 'checkpoint-000004'))).toBe(true);
    const rows = readFileSync(at('fast', 'metrics.jsonl'), 'utf8').trim().split('\n').map((row) => JSON.parse(row));
    expect(rows.filter(({ type }) => type === 'step')).toHaveLength(3);
    const resumed = await folder.run('pretrain', '--out', 'fast', '--resume', '--json');
    expect(JSON.parse(resumed.out)).toMatchObject({ step: 3, reason: 'completed' });
    await folder.refused(fast('x'), /model\.generatorFrom/);
  });

  it('tells in a dry run what a run would be, and writes nothing', async () => {
    const short = settings('training.steps=4', 'training.batchSize=4', 'evaluation.batches=1');
    const { status, out } = await pretrain('--out', 'dry', '--dry-run', ...short, '--json');
    expect(status).toBe(0);
    const { record, probe, stateBytes, checkpointBytes, disk } = JSON.parse(out);
    expect(disk).toEqual({ freeBytes: expect.any(Number), neededBytes: (record.configuration.checkpoint.keep + 1) * checkpointBytes });
    expect(record.configuration.training).toMatchObject({ steps: 4, schedule: 'linear' });
    expect(stateBytes).toBe(16 * record.parameters.joint);
    expect(probe.steps).toBe(3);
    expect(probe.expectedSeconds).toBeCloseTo(4 * probe.secondsPerStep + probe.secondsPerEvaluation, 6);
    expect(existsSync(at('dry'))).toBe(false);
  });

  it('names nothing that is not there where no step was made', async () => {
    const none = settings('training.maxTime=0.001', 'training.batchSize=4', 'evaluation.batches=1');
    const { status, err } = await pretrain('--out', 'none', ...none);
    expect({ status, err }).toMatchObject({ status: 0, err: expect.stringMatching(/stopped: the time is up.* at step 0, no new checkpoint.*\nto go on: .*--out none --resume\n$/) });
    expect(err).not.toMatch(/metrics\.jsonl|fill-mask/);
  });

  it('does as many steps as fit into a budget', async () => {
    const short = settings('training.batchSize=4', 'evaluation.batches=1', 'log.every=1');
    const { status, out, err } = await pretrain('--out', 'budget', '--budget', '6s', ...short, '--json');
    expect({ status, err }).toMatchObject({ status: 0 });
    const { step, reason } = JSON.parse(out);
    expect(reason).toBe('completed');
    expect(err).toContain(`--budget 6s: `);
    expect(err).toContain(`so ${step} steps`);
    const rows = readFileSync(at('budget', 'metrics.jsonl'), 'utf8').trim().split('\n').map((row) => JSON.parse(row));
    // The learning rate ends where the time does.
    expect(rows.findLast(({ type }) => type === 'step').learningRate).toBeCloseTo(5e-4 / step, 12);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('saves on %s, says how to go on, and ends with %d', async (signal, expected) => {
    const long = settings('training.steps=100000', 'training.batchSize=2', 'evaluation.batches=1', 'log.every=1', oneLayer);
    const args = ['pretrain', '--preset', 'tiny', '--data', 'data', '--out', signal, ...long];
    const child = spawn(process.execPath, UserFolder.argv(args), folder.standing);
    let err = '';
    // The first line of measurements: training goes on.
    child.stderr.on('data', (text) => /step \d/.test((err += String(text))) && !child.killed && child.kill(signal));
    const [status] = await once(child, 'exit');
    expect({ status, err }).toMatchObject({ status: expected });
    expect(err).toMatch(new RegExp(`Stopped and saved.*--out ${signal} --resume`));
    const saved = readdirSync(at(signal)).filter((name) => name.startsWith('checkpoint-'));
    expect(saved).toHaveLength(1);
  });

  /** Starts a run that tells something at every step, and waits for a few. */
  const startTold = async (out: string, stderr: 'pipe' | number) => {
    const long = settings('training.steps=100000', 'training.batchSize=2', 'evaluation.batches=1', 'evaluation.every=1', 'log.every=1', oneLayer);
    const args = UserFolder.argv(['pretrain', '--preset', 'tiny', '--data', 'data', '--out', out, ...long]);
    const child = spawn(process.execPath, args, { ...folder.standing, stdio: ['ignore', 'ignore', stderr] });
    const ended = once(child, 'exit');
    const steps = () => (existsSync(at(out, 'metrics.jsonl')) ? readFileSync(at(out, 'metrics.jsonl'), 'utf8').split('\n').length : 0);
    const more = async (count: number) => {
      for (const from = steps(); steps() < from + count && child.exitCode === null && child.signalCode === null; ) await setTimeout(50);
    };
    await more(4);
    return { child, ended, more, saved: () => readdirSync(at(out)).filter((name) => name.startsWith('checkpoint-')) };
  };

  it('goes on where nobody reads what it tells any more, and saves on a signal', async () => {
    const { child, ended, more, saved } = await startTold('unheard', 'pipe');
    child.stderr?.destroy();
    await more(10);
    child.kill('SIGINT');
    expect(await ended).toEqual([130, null]);
    expect(saved()).toHaveLength(1);
    expect(existsSync(at('unheard', 'run.lock'))).toBe(false);
  });

  it('goes on after SIGHUP where it writes a log, as nohup means it', async () => {
    const log = openSync(at('log'), 'w');
    const { child, ended, more, saved } = await startTold('nohup', log);
    child.kill('SIGHUP');
    await more(10);
    child.kill('SIGTERM');
    expect(await ended).toEqual([143, null]);
    closeSync(log);
    expect(saved()).toHaveLength(1);
    expect(readFileSync(at('log'), 'utf8')).toMatch(/Stopped and saved.*--out nohup --resume/);
  });

  it('keeps the run that --force replaces until there is a checkpoint of the new one, killed or not', async () => {
    const run = (steps: number, ...more: string[]) => ['pretrain', '--preset', 'tiny', '--data', 'data', '--out', 'kept', ...settings(`training.steps=${steps}`, 'training.batchSize=2', 'evaluation.batches=1', oneLayer), ...more];
    expect(await folder.run(...run(2))).toMatchObject({ status: 0 });
    const child = spawn(process.execPath, UserFolder.argv(run(100_000, '--force')), folder.standing);
    let err = '';
    child.stderr.on('data', (text) => /records joint step/.test((err += String(text))) && child.kill('SIGKILL'));
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    expect(readdirSync(at('kept')).filter((name) => name.startsWith('checkpoint-'))).toEqual([]);
    const model = at('kept', '.replaced', 'checkpoint-000002', 'generator');
    expect(await resolveModelFolder(at('kept'), 'generator')).toBe(model);
    expect(existsSync(join(model, 'model.safetensors'))).toBe(true);
    expect(await folder.run(...run(1, '--force'))).toMatchObject({ status: 0 });
    expect(readdirSync(at('kept'))).not.toContain('.replaced');
    expect(readdirSync(at('kept'))).toContain('checkpoint-000001');
  });

  it('does not say that it saved where it was stopped before there was anything to save', async () => {
    const long = settings('training.steps=100000', 'training.batchSize=2', 'evaluation.batches=1', oneLayer);
    const child = spawn(process.execPath, UserFolder.argv(['pretrain', '--preset', 'tiny', '--data', 'data', '--out', 'early', ...long]), folder.standing);
    let err = '';
    child.stderr.on('data', (text) => (err += String(text)) && !child.killed && child.kill('SIGINT'));
    const [status] = await once(child, 'exit');
    const saved = existsSync(at('early')) && readdirSync(at('early')).some((name) => name.startsWith('checkpoint-'));
    expect({ status, err }).toMatchObject({ status: 130, err: expect.stringContaining(saved ? 'Stopped and saved.' : 'Stopped before there was anything to save. The same command with --force') });
  });

  it.each([['--budget', '10m'], ['--dry-run']])('ends on a signal while it measures for %s, and writes nothing', async (...flags) => {
    const args = ['pretrain', '--preset', 'tiny', '--data', 'data', '--out', 'measured', ...flags, ...settings('evaluation.batches=1')];
    const child = spawn(process.execPath, UserFolder.argv(args), folder.standing);
    let err = '';
    child.stderr.on('data', (text) => /measuring/.test((err += String(text))) && !child.killed && child.kill('SIGTERM'));
    const [status] = await once(child, 'exit');
    expect({ status, err }).toMatchObject({ status: 143, err: expect.stringContaining('Stopped. Nothing was written.') });
    expect(existsSync(at('measured'))).toBe(false);
  });

  const tiny = (...more: string[]) => ['pretrain', '--preset', 'tiny', '--data', 'data', '--out', 'x', ...more];
  it.each([
    [tiny('--set', 'training.step=4'), /steps/],
    [tiny('--set', 'model.discriminator.maxPositionEmbeddings=8'), /16 tokens/],
    [tiny('--set', 'model.discriminator.numAttentionHeads=3'), /128.*3|3.*128/],
    [tiny('--dry-run', '--set', 'training.batchSize=5', '--set', 'training.accumulate=2'), /divisible by training\.accumulate, 2/],
    [tiny('--set', 'objective.frozenGenerator=true'), /frozenGenerator draws from a generator that was trained before.*model\.generatorFrom/s],
    [tiny('--max-time', 'soon'), /--max-time: expected a duration/],
    [tiny('--data', 'absent'), /absent/],
    [tiny('--out', 'data'), /data holds something that is no run.*manifest\.json.*another --out/],
    [tiny('--out', 'data', '--force'), /data holds something that is no run/],
  ])('refuses %j', async (args, message) => {
    await folder.refused(args, message);
    expect(readdirSync(at('data')).sort()).toEqual(shards);
  });
});
