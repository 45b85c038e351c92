import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { writeClassifier, writeMails, writePretrainingRun } from '../runs/runs.fixture.js';
import { runEvaluator } from './run-evaluator.fixture.js';

describe('electra-evaluator report', () => {
  let folder: string;
  const at = (...names: string[]) => names.map((name) => join(folder, name));
  const mails = () => ['--data', join(folder, 'mails'), '--task', join(folder, 'mails', 'task.yaml'), '--engine', 'cpu'];
  const page = () => readFileSync(join(folder, 'report.html'), 'utf8');

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'report-'));
    await writePretrainingRun(join(folder, 'one'));
    await writePretrainingRun(join(folder, 'two'), { batchSize: 8 });
    await writeClassifier(join(folder, 'ham'), { seed: 1, bias: -50 });
    await writeClassifier(join(folder, 'spam'), { seed: 2, bias: 50, accuracy: [0.5, 1] });
    writeMails(join(folder, 'mails'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('draws pre-training runs and tells what they cost and do otherwise', async () => {
    const { status, out, err } = await runEvaluator(['report', ...at('one', 'two'), '--out', join(folder, 'report.html'), '--json']);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(JSON.parse(out)).toEqual({ report: join(folder, 'report.html') });
    expect(page()).toMatch(/<h1>2 runs of ELECTRA<\/h1>/);
    // Right above the curves.
    expect(page()).toMatch(/2 pre-training runs\. Held-out figures are of different tests: batch size\.<\/p>/);
    expect(page()).toMatch(/Generator loss, held-out text(.|\n)*Throughput/);
    expect(page()).toMatch(/Settings that differ(.|\n)*training\.batchSize(.|\n)*<td class="number">4<\/td><td class="number">8<\/td>/);
    expect(page()).not.toMatch(/https?:|<script|<link|src=/);
  });

  it("looks closely at the median model's answers to the task's data", async () => {
    const { status, err } = await runEvaluator(['report', ...at('ham', 'spam'), ...mails(), '--out', join(folder, 'report.html')]);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(page()).toContain('accuracy on development examples');
    // Of two the lower one: it always says ham, and is right on two of six.
    expect(page()).toContain('ham, the median of its 2 seeds, answered the 6 dev examples');
    expect(page()).toMatch(/<th scope="row">accuracy<\/th><td class="number">0\.3333<\/td>/);
    expect(page()).toMatch(/What is taken for what(.|\n)*<th scope="row">spam<\/th><td class="number" style="--share:100%">4<\/td><td class="number hit" style="--share:0%">0</);
    expect(page()).toMatch(/Calibration(.|\n)*Most wrong: 4 of 4, among 6 examples(.|\n)*bad chef/);
    expect(page()).toMatch(/Median of the best: 0\.875\./);
  });

  it('keeps the page fresh while a run goes on, until a signal', async () => {
    const out = join(folder, 'watched.html');
    const bin = join(__dirname, '..', '..', 'bin', 'electra-evaluator.mjs');
    const child = spawn(process.execPath, [bin, 'report', ...at('one'), '--out', out, '--watch', '1'], { stdio: ['ignore', 'pipe', 'pipe'] });
    const until = async (isTrue: () => boolean) => {
      for (let n = 0; n < 600 && !isTrue(); n++) await setTimeout(50);
    };
    let err = '';
    child.stderr.on('data', (text) => (err += String(text)));
    await once(child.stdout, 'data');
    const first = readFileSync(out, 'utf8');
    expect(first).toContain('<meta http-equiv="refresh" content="1">');
    // A run that is away for a moment, as while it is replaced, does not end it.
    renameSync(join(folder, 'one'), join(folder, 'away'));
    await until(() => err !== '');
    expect(err).toMatch(/The page stays as it was written last, until the next time: .*one is no run/);
    expect(readFileSync(out, 'utf8')).toBe(first);
    renameSync(join(folder, 'away'), join(folder, 'one'));
    appendFileSync(join(folder, 'one', 'metrics.jsonl'), `${JSON.stringify({ type: 'step', step: 7777, generatorLoss: 3, discriminatorLoss: 0.5, tokensPerSecond: 5, seconds: 9 })}\n`);
    await until(() => readFileSync(out, 'utf8') !== first);
    expect(readFileSync(out, 'utf8')).not.toBe(first);
    child.kill('SIGTERM');
    expect((await once(child, 'exit'))[0]).toBe(143);
  }, 60_000);

  it('says what a closer look needs', async () => {
    await runEvaluator(['report', ...at('ham'), '--out', join(folder, 'report.html')]);
    expect(page()).toMatch(/A closer look at the answers \(.*\) needs the task&#39;s data: --data\./);
  });

  it('says so where the data is of another task', async () => {
    const asked = ['report', ...at('ham'), '--data', join(folder, 'mails'), '--task', 'cola', '--engine', 'cpu', '--out', join(folder, 'report.html')];
    const { status, err } = await runEvaluator(asked);
    expect({ status, err }).toEqual({ status: 0, err: expect.stringMatching(/^warning: There is no closer look .*fine-tuned for mails .*another task, cola\. .*\n$/) });
    expect(page()).toContain('fine-tuned for mails has none for another task, cola.');
  });

  it('replaces no file that is no page', async () => {
    const [out] = at('mails/dev.tsv');
    const before = readFileSync(out, 'utf8');
    const { status, err } = await runEvaluator(['report', ...at('one'), '--out', out]);
    expect({ status, err }).toEqual({ status: 2, err: expect.stringMatching(/dev\.tsv is a file that is no HTML page: .*Choose another --out/) });
    expect(readFileSync(out, 'utf8')).toBe(before);
  });

  it.each([
    [['one'], /required option '--out/],
    [['mails', '--out', 'x.html'], /mails is no run/],
    // Before runs are looked at.
    [['mails', '--out', 'nowhere/x.html'], /nowhere\/x\.html cannot be written: .*nowhere, which is no folder/],
  ])('refuses %j with status 2', async ([run, ...rest], message) => {
    const { status, out, err } = await runEvaluator(['report', join(folder, run), ...rest]);
    expect(err).toMatch(message);
    expect({ status, out }).toEqual({ status: 2, out: '' });
  });
});
