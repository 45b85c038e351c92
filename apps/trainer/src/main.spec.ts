import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const bin = join(__dirname, '..', 'bin', 'electra-trainer.mjs');
// Whole commands, each a process that loads what it needs: seconds on a busy machine.
jest.setTimeout(120_000);

describe('electra-trainer', () => {
  let folder: string;
  const at = (...names: string[]) => join(folder, ...names);

  /** As a user stands in the test's folder: without nx's word of where the tests' own caller stands. */
  const standing = () => ({ cwd: folder, env: { ...process.env, INIT_CWD: undefined } });

  /** Runs the built command as a user does. */
  function trainer(...args: string[]): Promise<{ status: number; out: string; err: string }> {
    return new Promise((resolve) => {
      execFile(process.execPath, [bin, ...args], standing(), (error, out, err) =>
        resolve({ status: error ? Number(error.code) : 0, out, err }),
      );
    });
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'trainer-'));
    mkdirSync(at('text'));
    const line = (n: number) => `the ${['chef', 'judge', 'whale'][n % 3]} ${['ate', 'saw'][n % 2]} the ${['meal', 'law', 'sea'][n % 3]} .`;
    for (let n = 0; n < 60; n++) writeFileSync(at('text', `${n}.txt`), Array.from({ length: 8 }, (_, i) => line(n + i)).join('\n'));
    writeFileSync(at('latin.txt'), Uint8Array.of(0x61, 0xe9, 0x62));
    writeFileSync(at('empty.txt'), '');
    writeFileSync(at('rows.csv'), 'id,body\n1,the chef ate the meal .\n2\n3,the whale saw the sea and the law .\n');
    const made = await trainer('tokenizer', '--input', 'text', '--vocab-size', '60', '--out', 'tokenizer');
    expect(made).toMatchObject({ status: 0 });
    const prepared = await trainer('prepare', '--input', 'text', '--tokenizer', 'tokenizer', '--out', 'data', '--sequence-length', '16', '--json');
    expect(JSON.parse(prepared.out).manifest.sequenceLength).toBe(16);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const pretrain = (...more: string[]) =>
    trainer('pretrain', '--preset', 'tiny', '--data', 'data', '--out', 'run', '--set', 'model.discriminator.numHiddenLayers=1', ...more);

  it('pre-trains a run that loads, shows itself and is not overwritten', async () => {
    const settings = ['training.steps=4', 'training.batchSize=4', 'training.warmupSteps=1', 'evaluation.batches=1', 'log.every=1'];
    const { status, out } = await pretrain(...settings.flatMap((setting) => ['--set', setting]), '--json', '--quiet');
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ step: 4, reason: 'completed' });
    expect(existsSync(at('run', 'checkpoint-000004', 'discriminator', 'model.safetensors'))).toBe(true);

    const shown = await trainer('inspect', 'run', '--json');
    expect(JSON.parse(shown.out)).toMatchObject({ kind: 'run', metrics: { step: { step: 4 } } });
    const again = await pretrain();
    expect(again).toMatchObject({ status: 2, out: '' });
    expect(again.err).toMatch(/run.*--resume|--resume.*run/s);
  });

  it('goes on from the weights of a run, and refuses to do that and to resume at once', async () => {
    const settings = ['training.steps=2', 'training.batchSize=4', 'evaluation.batches=1'].flatMap((setting) => ['--set', setting]);
    const continued = (...more: string[]) => trainer('pretrain', '--from', 'run', '--data', 'data', '--out', 'continued', ...settings, ...more);
    const { status, out, err } = await continued('--json');
    expect({ status, err }).toMatchObject({ status: 0, err: expect.stringContaining('go on with the same vocabulary') });
    expect(JSON.parse(out)).toMatchObject({ step: 2, reason: 'completed' });
    const shown = JSON.parse((await trainer('inspect', 'continued', '--json')).out);
    expect(shown).toMatchObject({ config: { from: at('run'), configuration: { model: { discriminator: { numHiddenLayers: 1 } } } } });
    expect(await continued('--resume')).toMatchObject({ status: 2, err: expect.stringContaining('from its own checkpoint') });
  });

  it('trains a discriminator on samples of a frozen generator, and goes on without it', async () => {
    const recipe = join(__dirname, '../../../packages/pretraining/recipes/objectives/fast-electra.yaml');
    const settings = ['model.preset=tiny', 'model.discriminator.numHiddenLayers=1', 'training.batchSize=4', 'training.warmupSteps=1', 'evaluation.batches=1', 'log.every=1'];
    const fast = (...more: string[]) =>
      trainer('pretrain', '--config', recipe, '--data', 'data', '--out', 'fast', ...[...settings, ...more].flatMap((each) => ['--set', each]), '--json');
    const { status, out, err } = await fast('model.generatorFrom=run', 'training.steps=3');
    expect({ status, err }).toMatchObject({ status: 0 });
    expect(JSON.parse(out)).toMatchObject({ step: 3, reason: 'completed', last: { discriminatorLoss: expect.any(Number) } });
    expect(JSON.parse(out).last).not.toHaveProperty('generatorLoss');
    // The generator is the run's, to the bit, in its folder too: the run needs nothing else to be resumed or read.
    const weights = (run: string, checkpoint: string) => readFileSync(at(run, checkpoint, 'generator', 'model.safetensors'));
    expect(weights('fast', 'checkpoint-000003').equals(weights('run', 'checkpoint-000004'))).toBe(true);
    const rows = readFileSync(at('fast', 'metrics.jsonl'), 'utf8').trim().split('\n').map((row) => JSON.parse(row));
    expect(rows.filter(({ type }) => type === 'step')).toHaveLength(3);
    const resumed = await trainer('pretrain', '--out', 'fast', '--resume', '--json');
    expect(JSON.parse(resumed.out)).toMatchObject({ step: 3, reason: 'completed' });
    expect(await fast('training.steps=3')).toMatchObject({ status: 2, err: expect.stringContaining('model.generatorFrom') });
  });

  it('tells in a dry run what a run would be, and writes nothing', async () => {
    const settings = ['--set', 'training.batchSize=4', '--set', 'evaluation.batches=1', '--set', 'model.discriminator.numHiddenLayers=1'];
    const args = ['pretrain', '--preset', 'tiny', '--data', 'data', '--out', 'dry', '--dry-run', ...settings];
    const { status, out } = await trainer(...args, '--set', 'training.steps=4', '--json');
    expect(status).toBe(0);
    const { record, probe, stateBytes } = JSON.parse(out);
    expect(record.configuration.training).toMatchObject({ steps: 4, schedule: 'linear' });
    expect(stateBytes).toBe(16 * record.parameters.joint);
    expect(probe.steps).toBe(3);
    expect(probe.expectedSeconds).toBeCloseTo(4 * probe.secondsPerStep + probe.secondsPerEvaluation, 6);
    expect(existsSync(at('dry'))).toBe(false);
  });

  it('does as many steps as fit into a budget', async () => {
    const settings = ['--set', 'training.batchSize=4', '--set', 'evaluation.batches=1', '--set', 'model.discriminator.numHiddenLayers=1', '--set', 'log.every=1'];
    const { status, out, err } = await trainer('pretrain', '--preset', 'tiny', '--data', 'data', '--out', 'budget', '--budget', '6s', ...settings, '--json');
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
    const settings = ['training.steps=100000', 'training.batchSize=2', 'evaluation.batches=1', 'log.every=1'];
    const args = ['pretrain', '--preset', 'tiny', '--data', 'data', '--out', signal, '--set', 'model.discriminator.numHiddenLayers=1'];
    const child = spawn(process.execPath, [bin, ...args, ...settings.flatMap((setting) => ['--set', setting])], standing());
    let err = '';
    // The first line of measurements: training goes on.
    child.stderr.on('data', (text) => /step \d/.test((err += String(text))) && !child.killed && child.kill(signal));
    const [status] = await once(child, 'exit');
    expect({ status, err }).toMatchObject({ status: expected });
    expect(err).toMatch(new RegExp(`Stopped and saved.*--out ${signal} --resume`));
    const saved = readdirSync(at(signal)).filter((name) => name.startsWith('checkpoint-'));
    expect(saved).toHaveLength(1);
  });

  it('trains byte-level BPE, from which data can be prepared', async () => {
    const options = ['--vocab-size', '300', '--out', 'bpe', '--model', 'bpe', '--min-frequency', '40', '--cased', '--special-tokens', '<pad>', '<unk>', '<cls>', '<sep>', '<mask>', '<user>', '--json'];
    const made = await trainer('tokenizer', '--input', 'text', ...options);
    const { vocabularySize } = JSON.parse(made.out);
    expect(vocabularySize).toBeGreaterThan(261);
    const prepared = await trainer('prepare', '--input', 'text', '--tokenizer', 'bpe', '--out', 'bpe-data', '--examples', 'packed', '--valid', 'text/1.txt', '--json');
    expect(JSON.parse(prepared.out).manifest).toMatchObject({ exampleMode: 'packed', validation: 'given', splits: { train: { documents: 60 }, valid: { documents: 1 } } });
    expect(JSON.parse(prepared.out).manifest.specialTokens).toEqual({ pad: 0, unk: 1, cls: 2, sep: 3, mask: 4 });
  });

  it('prepares the rows of a table, leaving out bad ones where asked to', async () => {
    const flags = ['--text-column', 'body', '--on-error', 'skip', '--tokenizer', 'tokenizer', '--out', 'rows', '--resume', '--json'];
    const cleaning = ['--min-length', '24', '--deduplicate', 'near'];
    const { status, out, err } = await trainer('prepare', '--input', 'rows.csv', ...flags, ...cleaning);
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ skipped: 1, manifest: { documents: 1 }, cleaning: { read: 2, kept: 1 } });
    expect(err).toMatch(/minimum length 24: 0 changed, 1 dropped \(too short\)/);
    expect(err).toMatch(/Skipped input with errors: 1.*rows\.csv, line 3/s);
  });

  it('prepares a mixture by weight, and tells what came from where', async () => {
    const flags = ['--weights', '3', '1', '--when-exhausted', 'repeat', '--tokenizer', 'tokenizer', '--out', 'mixed', '--workers', '3', '--json'];
    const { status, out, err } = await trainer('prepare', '--input', 'text', 'text/1.txt', ...flags);
    expect({ status, err }).toMatchObject({ status: 0 });
    const [all, one] = JSON.parse(out).manifest.sources;
    expect([all.name, all.documents, one.name, one.documents]).toEqual(['text', 60, 'text/1.txt', 20]);
    expect(err).toMatch(/Source text: 60 documents, \d+ tokens, 7\d\.\d % of the text\n/);
  });

  it('tells what the machine offers', async () => {
    const { engines } = JSON.parse((await trainer('doctor', '--json')).out);
    expect(engines.map(({ name }: { name: string }) => name)).toEqual(expect.arrayContaining(['onnxruntime', 'tensorflow', 'wasm', 'cpu']));
    for (const { available, remedy, detail } of engines) expect(available || remedy || detail).toBeTruthy();
    expect(engines[0].settings).toEqual({ providers: expect.arrayContaining(['cpu']), spinning: false, memoryPattern: false });
    expect((await trainer('doctor')).out).toMatch(/compiled steps on .*cpu\n +spinning off, memory pattern off/);
  });

  it.each([
    [['pretrian'], /Did you mean pretrain/],
    [['tokenizer', '--input', 'text', '--vocab-size', '60', '--out', 'x', '--casd'], /Did you mean --cased/],
    [['tokenizer', '--input', 'absent.txt', '--vocab-size', '60', '--out', 'x'], /absent\.txt/],
    [['tokenizer', '--input', 'empty.txt', '--vocab-size', '60', '--out', 'x'], /empty\.txt/],
    [['tokenizer', '--input', 'latin.txt', '--vocab-size', '60', '--out', 'x'], /latin\.txt.*UTF-8/],
    [['tokenizer', '--input', 'rows.csv', '--text-column', 'bdy', '--vocab-size', '60', '--out', 'x'], /rows\.csv.*Did you mean "body"/],
    [['prepare', '--input', 'rows.csv', '--text-column', 'body', '--tokenizer', 'tokenizer', '--out', 'x'], /rows\.csv, line 3/],
    [['tokenizer', '--input', 'text', '--vocab-size', '3', '--out', 'x'], /above 5/],
    [['tokenizer', '--input', 'text', '--vocab-size', '300', '--out', 'x', '--model', 'bpe', '--alphabet-limit', '9'], /256 bytes/],
    [['tokenizer', '--input', 'text', '--vocab-size', '60', '--out', 'x', '--special-tokens', '<p>', '<u>', '<c>', '<s>', '<p>'], /<p> twice/],
    [['prepare', '--input', '-', '--valid', '-', '--tokenizer', 'tokenizer', '--out', 'x'], /both --input and --valid/],
    [['prepare', '--input', 'text', '--valid', 'empty.txt', '--tokenizer', 'tokenizer', '--out', 'x'], /empty\.txt/],
    [['prepare', '--input', 'text', '--valid', 'text', '--validation', '0.1', '--tokenizer', 'tokenizer', '--out', 'x'], /--valid/],
    [['prepare', '--input', 'text', '--weights', '1', '2', '--tokenizer', 'tokenizer', '--out', 'x'], /expected 1, one for each --input, received 2: 1 2/],
    [['prepare', '--input', 'text', '--weights', '0', '--tokenizer', 'tokenizer', '--out', 'x'], /above 0/],
    [['prepare', '--input', 'text', '--temperature', '2', '--tokenizer', 'tokenizer', '--out', 'x'], /--weights/],
    [['prepare', '--input', '-', '--weights', '1', '--when-exhausted', 'repeat', '--tokenizer', 'tokenizer', '--out', 'x'], /cannot be repeated/],
    [['prepare', '--input', 'text', '--weights', '1', '--when-exhausted', 'repeat', '--deduplicate', 'exact', '--tokenizer', 'tokenizer', '--out', 'x'], /is a duplicate/],
    [['prepare', '--input', 'text', '--tokenizer', 'tokenizer', '--out', 'data'], /already exists/],
    [['prepare', '--input', 'text', '--tokenizer', 'tokenizer', '--out', 'x', '--resume', '--force'], /--force/],
    [['pretrain', '--preset', 'tiny', '--data', 'data', '--out', 'x', '--set', 'training.step=4'], /steps/],
    [['pretrain', '--preset', 'tiny', '--data', 'data', '--out', 'x', '--set', 'model.discriminator.maxPositionEmbeddings=8'], /16 tokens/],
    [['pretrain', '--preset', 'tiny', '--data', 'data', '--out', 'x', '--set', 'model.discriminator.numAttentionHeads=3'], /128.*3|3.*128/],
    [['pretrain', '--preset', 'tiny', '--data', 'data', '--out', 'x', '--dry-run', '--set', 'training.batchSize=5', '--set', 'training.accumulate=2'], /divisible by training\.accumulate, 2/],
    [['pretrain', '--preset', 'tiny', '--data', 'data', '--out', 'x', '--max-time', 'soon'], /--max-time: expected a duration/],
    [['pretrain', '--preset', 'tiny', '--data', 'absent', '--out', 'x'], /absent/],
  ])('refuses %j with status 2, one paragraph, and nothing written', async (args, message) => {
    const { status, out, err } = await trainer(...args);
    expect(err).toMatch(message);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).not.toMatch(/\n\s+at /);
    expect(existsSync(at('x'))).toBe(false);
  });
});
