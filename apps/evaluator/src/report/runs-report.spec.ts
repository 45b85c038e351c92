import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveTask } from '@electra-ts/tasks';
import { readRuns, type Runs } from '../runs/read-runs.js';
import { writeClassifier, writeMails, writePretrainingRun } from '../runs/runs.fixture.js';
import { type ReportOptions, runsReport } from './runs-report.js';

describe('runsReport', () => {
  let folder: string;
  const plain: ReportOptions = { split: 'dev', engine: 'cpu' };
  const read = (...names: string[]): Promise<Runs> => readRuns(names.map((name) => join(folder, name)));
  /** The texts of the sections of tasks. */
  const said = async (runs: Runs, options: ReportOptions) =>
    ((await runsReport(runs, options)).sections ?? []).map(({ parts }) => parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join());

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'runs-report-'));
    await writePretrainingRun(join(folder, 'short'));
    await writePretrainingRun(join(folder, 'long'), { steps: 80, secondsPerStep: 2 });
    await writeClassifier(join(folder, 'ham'), { bias: -50 });
    await writeClassifier(join(folder, 'opinion'), { task: 'opinions' });
    writeMails(join(folder, 'mails'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('has the name and the configuration of a lone run, and of several each by its name', async () => {
    const lone = await runsReport(await read('short'), plain);
    expect([lone.title, lone.lead, lone.configuration['training']]).toMatchObject(['short', 'What was measured: 1 pre-training run.', { steps: 40 }]);
    const both = await runsReport(await read('short', 'ham', 'opinion'), plain);
    expect(both.title).toBe('3 runs of ELECTRA');
    expect(both.lead).toBe('What was measured: 1 pre-training run and 2 fine-tuned models of mails, opinions.');
    expect(Object.keys(both.configuration)).toEqual(['short', 'ham', 'opinion']);
  });

  it('says before the charts where runs were measured on different tests', async () => {
    expect((await runsReport(await read('short', 'long'), plain)).lead).toBe('What was measured: 2 pre-training runs.');
    await writePretrainingRun(join(folder, 'large'), { batchSize: 8 });
    expect((await runsReport(await read('short', 'large'), plain)).lead).toBe('What was measured: 2 pre-training runs. Held-out figures are of different tests: batch size.');
  });

  it('says before the charts which run diverged', async () => {
    const runs = await read('short');
    const rows = [...runs.pretraining[0].rows, { type: 'step', step: 41, loss: null }];
    expect((await runsReport({ ...runs, pretraining: [{ ...runs.pretraining[0], rows }] }, plain)).lead).toMatch(/1 pre-training run\. The losses of short are not finite from step 41 on\.$/);
  });

  it('names an engine once, however many runs used it', async () => {
    expect((await runsReport(await read('short', 'long', 'ham'), plain)).facts).toEqual([{ label: 'Engine', value: 'of a fixture' }]);
  });

  it('tells what each pre-training run cost, and how they differ', async () => {
    const { sections } = await runsReport(await read('short', 'long'), plain);
    expect(sections?.map(({ id }) => id)).toEqual(['pretraining-cost']);
    const [cost, settings] = sections?.[0].parts ?? [];
    // 64 tokens a step.
    expect(cost).toMatchObject({ table: { rows: [['short', 'electra', '1.5 k', '40', '40 s', '2.56 k', expect.any(String)], ['long', 'electra', '1.5 k', '80', '2 min 40 s', '5.12 k', expect.any(String)]] } });
    expect(settings).toMatchObject({ table: { columns: ['key', 'short', 'long'], rows: expect.arrayContaining([['training.steps', '40', '80']]) } });
  });

  it('says what a closer look needs: data, its task, and to be about one task', async () => {
    const data = join(folder, 'mails');
    const task = await resolveTask(join(data, 'task.yaml'));
    expect(await said(await read('ham'), plain)).toEqual([expect.stringMatching(/needs the task's data: --data\.$/)]);
    expect(await said(await read('ham'), { ...plain, data })).toEqual([expect.stringMatching(/needs the task's file: --task\.$/)]);
    const [mails, opinions] = await said(await read('ham', 'opinion'), { ...plain, data, task });
    expect(mails).toMatch(/^The model answered the 6 dev examples/);
    expect(opinions).toMatch(/is for one task a page/);
  });

  it('says that the data is of another task than the models', async () => {
    const data = join(folder, 'mails');
    const task = { ...(await resolveTask(join(data, 'task.yaml'))), name: 'letters' };
    const told: string[] = [];
    const [mails] = await said(await read('ham'), { ...plain, data, task, warn: (message) => void told.push(message) });
    expect(mails).toBe('There is no closer look at the answers: what was fine-tuned for mails has none for another task, letters.');
    expect(told).toEqual([`${mails} Name the data of mails by --data, and its task by --task.`]);
  });
});
