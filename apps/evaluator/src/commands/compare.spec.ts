import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeClassifier, writeMails, writePretrainingRun } from '../runs/runs.fixture.js';
import { runEvaluator } from './run-evaluator.fixture.js';

describe('electra-evaluator compare', () => {
  let folder: string;
  const at = (...names: string[]) => names.map((name) => join(folder, name));
  const mails = () => ['--data', join(folder, 'mails'), '--task', join(folder, 'mails', 'task.yaml'), '--engine', 'cpu'];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'compare-'));
    await writePretrainingRun(join(folder, 'slow'), { secondsPerStep: 2 });
    await writePretrainingRun(join(folder, 'fast'), { steps: 80, batchSize: 2 });
    for (const seed of [1, 2]) await writeClassifier(join(folder, 'tuned', `seed-${seed}`), { seed, bias: seed === 1 ? -50 : 50 });
    writeFileSync(join(folder, 'tuned', 'seeds.json'), JSON.stringify({ seeds: [{ seed: 1 }, { seed: 2 }] }));
    await writeClassifier(join(folder, 'other'), { task: 'opinions' });
    writeMails(join(folder, 'mails'));
    mkdirSync(join(folder, 'empty'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('puts pre-training runs side by side at equal steps, FLOPs and seconds', async () => {
    const { status, out, err } = await runEvaluator(['compare', ...at('slow', 'fast'), '--json']);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    const { pretraining, finetuned } = JSON.parse(out);
    expect(finetuned).toEqual([]);
    expect(pretraining.runs).toMatchObject([
      { name: 'slow', steps: 40, tokens: 40 * 64, seconds: 80, objective: 'electra' },
      { name: 'fast', steps: 80, tokens: 80 * 32, seconds: 80 },
    ]);
    const steps = ({ runs }: { runs: { step: number }[] }) => runs.map(({ step }) => step);
    // 40 steps in common; half the batch costs half, so that 80 steps are as many operations; 80 seconds are 40 and 80 steps.
    expect(pretraining.equal.steps.map(steps).at(-1)).toEqual([40, 40]);
    expect(pretraining.equal.flops.map(steps).at(-1)).toEqual([40, 80]);
    expect(pretraining.equal.seconds.map(steps)).toEqual([[10, 20], [20, 40], [30, 60], [40, 80]]);
    expect(pretraining.notes).toEqual(['Held-out figures are of different tests: batch size.']);
    const { out: text } = await runEvaluator(['compare', ...at('slow', 'fast')]);
    expect(text).toMatch(/^Held-out figures are of different tests: batch size\.$/m);
    expect(text).toMatch(/At equal seconds\n.*generator\/loss.*\n\s+20 s\s+slow\s+10 /);
  });

  it('tests the models of all seeds on data', async () => {
    const { status, out } = await runEvaluator(['compare', ...at('tuned'), ...mails(), '--json']);
    expect(status).toBe(0);
    const [{ task, models, equal, significance }] = JSON.parse(out).finetuned;
    expect([task, models.map(({ name }: { name: string }) => name)]).toEqual(['mails', ['seed-1', 'seed-2']]);
    expect(equal.seconds).toHaveLength(4);
    // One says ham always, the other spam: right on two and on four of six.
    expect(significance.scores).toEqual([2 / 6, 4 / 6]);
    expect(significance).toMatchObject({ examples: 6, metric: 'accuracy', resamples: 1000 });
    const [{ first, second, difference, low, high, p }] = significance.pairs;
    expect([first, second]).toEqual(['seed-1', 'seed-2']);
    expect(difference).toBeCloseTo(-1 / 3, 10);
    // The number of spams in six draws is binomial: the other is no better in 32 % of the samples, two-sided 64 %.
    expect(p).toBeGreaterThan(0.5);
    expect(p).toBeLessThan(0.78);
    expect([low, high].map((value) => Math.sign(value))).toEqual([-1, 1]);
    const { out: text } = await runEvaluator(['compare', ...at('tuned'), ...mails(), '--resamples', '50']);
    expect(text).toMatch(/Significance of accuracy on 6 dev examples, paired bootstrap with 50 resamples(.|\n)*seed-1 less seed-2 +-0\.3333/);
    // None of the texts was cut in training.
    expect(text).not.toContain('read whole');
  });

  it('says why there is no significance', async () => {
    const { out } = await runEvaluator(['compare', ...at('tuned', 'slow'), '--json']);
    expect(JSON.parse(out).finetuned[0].significance).toEqual({ unavailable: expect.stringContaining('--data') });
    expect(JSON.parse(out).pretraining.equal).toEqual({ steps: null, flops: null, seconds: null });
    const noTask = await runEvaluator(['compare', ...at('tuned'), '--data', join(folder, 'mails')]);
    expect(noTask.out).toMatch(/Significance: the task mails is not known by name: give its file by --task\./);
  });

  it.each([
    [['slow'], /nothing to compare: expected at least two runs, received 1/],
    [['slow', 'empty'], /empty is no run: expected a pre-training run.*received a path without any of them/],
    [['slow', 'nowhere'], /received a path that does not exist/],
    [['slow', 'fast', 'slow'], /slow is named twice/],
    [['tuned', 'other', '--data', 'mails'], /models of one task, received mails, opinions/],
    [['slow', 'fast', '--data', 'mails'], /models of one task, received none/],
  ])('refuses %j with status 2 and one paragraph', async (args, message) => {
    const { status, out, err } = await runEvaluator(['compare', ...args.map((arg) => (arg.startsWith('--') ? arg : join(folder, arg)))]);
    expect(err).toMatch(message);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err.trim()).not.toContain('\n');
  });
});
