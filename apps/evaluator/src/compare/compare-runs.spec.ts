import { knownTasks } from '@electra-ts/tasks';
import type { FinetunedRun, PretrainingRun } from '../runs/read-runs.js';
import { type CompareOptions, compareRuns } from './compare-runs.js';

const options: CompareOptions = { split: 'dev', engine: 'cpu', resamples: 10 };

/** A model that was evaluated at every 10th step; `best` is the first evaluation. */
function model(name: string, task = 'mails', { evaluations = 2, seconds = true } = {}): FinetunedRun {
  const history = Array.from({ length: evaluations }, (_, i) => ({ step: 10 * (i + 1), metrics: { accuracy: 0.9 - i / 10 }, ...(seconds && { seconds: i + 1 }) }));
  const results = { task, metric: 'accuracy', model: 'm', initialize: 'pretrained', seed: 3, examples: { train: 5, dev: 4 }, truncated: { train: 1, dev: 0 }, history, steps: 99, seconds: 7, best: history[0] ?? null };
  return { name, folder: `/nowhere/${name}`, results, curve: history } as unknown as FinetunedRun;
}

/** A pre-training run without networks to ask: no phase has begun, so nothing is counted. */
function pretraining(name: string, rows: readonly object[]): PretrainingRun {
  const record = { configuration: { objective: { name: 'mlm' } }, data: { phases: [] }, parameters: { joint: 12 }, engine: 'e' };
  return { name, folder: name, record, rows, curve: [] } as unknown as PretrainingRun;
}

describe('compareRuns', () => {
  it('groups models by task, in the order in which tasks come', async () => {
    const { pretraining: none, finetuned } = await compareRuns({ pretraining: [], finetuned: [model('a', 'x'), model('b', 'y'), model('c', 'x')] }, options);
    expect(none).toBeNull();
    expect(finetuned.map(({ task, models }) => [task, models.map(({ name }) => name)])).toEqual([['x', ['a', 'c']], ['y', ['b']]]);
    // A model has to have another beside it.
    expect(finetuned.map(({ significance }) => significance)).toEqual([
      { unavailable: expect.stringContaining('--data') },
      { unavailable: 'there is one model of this task' },
    ]);
    expect(finetuned[1].equal).toEqual({ steps: null, flops: null, seconds: null });
  });

  it('counts the steps up to the last evaluation, and those that were planned where there is none', async () => {
    const { finetuned } = await compareRuns({ pretraining: [], finetuned: [model('a'), model('b', 'mails', { evaluations: 0 })] }, options);
    expect(finetuned[0].models.map(({ steps, best }) => [steps, best?.step])).toEqual([[20, 10], [99, undefined]]);
    expect(finetuned[0].equal.steps).toBeNull();
  });

  it('compares at equal seconds only where all wrote them down', async () => {
    const { finetuned } = await compareRuns({ pretraining: [], finetuned: [model('a'), model('b', 'mails', { seconds: false })] }, options);
    const [{ equal }] = finetuned;
    expect(equal.seconds).toBeNull();
    expect(equal.steps?.at(-1)?.runs.map((run) => run?.step)).toEqual([20, 20]);
  });

  it("takes a run's length from its last row and its time from the last row that has one", async () => {
    const rows = [{ type: 'step', step: 10, seconds: 4 }, { type: 'step', step: 20, seconds: 9 }, { type: 'evaluation', step: 20 }];
    const { pretraining: found } = await compareRuns({ pretraining: [pretraining('a', rows), pretraining('b', [])], finetuned: [] }, options);
    expect(found?.runs).toEqual([
      { name: 'a', objective: 'mlm', parameters: 12, engine: 'e', steps: 20, tokens: 0, flops: 0, seconds: 9 },
      { name: 'b', objective: 'mlm', parameters: 12, engine: 'e', steps: 0, tokens: 0, flops: 0, seconds: null },
    ]);
    expect(found?.notes).toEqual([]);
  });

  it('says what data is missing or of no use', async () => {
    await expect(compareRuns({ pretraining: [], finetuned: [model('a')] }, options)).rejects.toThrow(/at least two runs, received 1/);
    const data = { ...options, data: 'd' };
    await expect(compareRuns({ pretraining: [], finetuned: [model('a', 'x'), model('b', 'y')] }, data)).rejects.toThrow(/one task, received x, y/);
    const elsewhere = { ...data, task: knownTasks['cola'] };
    await expect(compareRuns({ pretraining: [], finetuned: [model('a', 'sst2'), model('b', 'sst2')] }, elsewhere)).rejects.toThrow(/another task than --task: expected sst2, received cola/);
    // A task of that name is nowhere, though every object has such a key.
    const { finetuned } = await compareRuns({ pretraining: [], finetuned: [model('a', 'constructor'), model('b', 'constructor')] }, data);
    expect(finetuned[0].significance).toEqual({ unavailable: 'the task constructor is not known by name: give its file by --task' });
  });
});
