import type { FinetunedRun } from '../runs/read-runs.js';
import { finetunedSection } from './finetuned-section.js';

const unavailable = { unavailable: 'why not' };

/** A model with these accuracies at steps 10, 20, …; the last is the best. */
function model(name: string, accuracies: readonly number[], { task = 'mails', metric = 'accuracy', cost = {} }: { task?: string; metric?: string; cost?: object } = {}): FinetunedRun {
  const history = accuracies.map((accuracy, i) => ({ step: 10 * (i + 1), metrics: { accuracy, loss: 1 - accuracy }, ...cost }));
  const results = { task, metric, model: 'm', initialize: 'pretrained', seed: 1, recipe: { epochs: 3 }, history, best: history.at(-1) ?? null, steps: 40, seconds: 65 };
  return { name, results } as unknown as FinetunedRun;
}
function tableOf(models: readonly FinetunedRun[]) {
  const part = finetunedSection(models, unavailable).parts.find(({ type }) => type === 'table');
  if (part?.type !== 'table') throw new Error('there is no table');
  return part.table;
}

describe('finetunedSection', () => {
  it('draws the metric and the loss, each once', () => {
    const titles = (metric: string) => finetunedSection([model('a', [0.5], { metric })], unavailable).parts.flatMap((part) => (part.type === 'charts' ? part.charts.map(({ title }) => title) : []));
    expect(titles('accuracy')).toEqual(['accuracy on development examples', 'loss on development examples']);
    expect(titles('loss')).toEqual(['loss on development examples']);
  });

  it('draws points only where the metric was measured', () => {
    const late = model('a', [0.5, 0.75]);
    delete (late.results.history[0].metrics as Record<string, number>)['accuracy'];
    const [part] = finetunedSection([late], unavailable).parts;
    expect(part).toMatchObject({ type: 'charts', charts: [{ series: [{ name: 'a', points: [{ step: 20, value: 0.75 }] }] }, {}] });
  });

  it('tells cost where it was written down, by the last evaluation', () => {
    const { rows } = tableOf([model('a', [0.5, 0.75], { cost: { tokens: 4096, flops: 1e9 } }), model('b', [])]);
    expect(rows).toEqual([
      ['a', 'pretrained', '1', '0.75', '20', '40', '1 min 05 s', '4.1 k', '1 G'],
      ['b', 'pretrained', '1', '-', '-', '40', '1 min 05 s', '-', '-'],
    ]);
  });

  it.each([
    [[[0.9], [0.5], [0.7]], 'Median of the best: 0.7.'],
    [[[0.9], [0.5]], 'Median of the best: 0.7.'],
    // A model that was never evaluated has no best: wherever it stands, the others' median is told.
    [[[0.9], [], [0.5], [0.8]], 'Median of the best: 0.8.'],
  ])('of %j says %s', (accuracies, said) => {
    expect(tableOf(accuracies.map((each, i) => model(`${i}`, each))).note).toContain(said);
  });

  it.each([[[[0.5]]], [[[0.5], []]], [[[], []]]])('tells no median of one and none: %j', (accuracies) => {
    expect(tableOf(accuracies.map((each, i) => model(`${i}`, each))).note).not.toContain('Median');
  });

  it('says why there is no closer look', () => {
    expect(finetunedSection([model('a', [0.5])], unavailable).parts.at(-1)).toEqual({ type: 'text', text: 'why not' });
  });

  it('says whose answers it looks at', () => {
    const models = [model('a', [0.5]), model('b', [0.6])];
    const look = { model: models[1], seeds: 2, split: 'test', examples: 8, metrics: { accuracy: 0.625 }, examination: { mistakes: [] } };
    expect(finetunedSection(models, look).parts.slice(-2)).toMatchObject([
      { type: 'text', text: expect.stringMatching(/^b, the median of its 2 seeds, answered the 8 test examples/) },
      { type: 'table', table: { rows: [['accuracy', '0.625']] } },
    ]);
    // Others of the task that are no seeds of it, such as one that began elsewhere.
    expect(finetunedSection(models, { ...look, seeds: 1 }).parts.at(-2)).toMatchObject({ text: expect.stringMatching(/^b, the first of these models, answered/) });
    expect(finetunedSection([models[1]], look).parts.at(-2)).toMatchObject({ text: expect.stringMatching(/^The model answered/) });
  });

  it('has an address that a page can hold', () => {
    expect(finetunedSection([model('a', [0.5], { task: 'my "task"' })], unavailable).id).toBe('task-my--task-');
  });
});
