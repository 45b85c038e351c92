import { miniCells, miniTasks } from './mini-tasks.mjs';
import { resultsPage } from './results-table.mjs';

const recipe = { epochs: 3, batchSize: 32, learningRate: 1e-4, maxLength: 128 };
const cell = (task, start, seed, metrics, bestOnDev = null) => ({
  type: 'cell', task, start, seed, metrics, bestOnDev: bestOnDev && { step: 1, metrics: bestOnDev }, steps: 651, seconds: 10 + seed, recipe, engine: 'engine x', date: '2026-11-27',
});
const rowOf = (page, title, start) => page.slice(page.indexOf(`### ${title}`)).split('\n').find((line) => line.startsWith(`| ${start}`));

describe('resultsPage', () => {
  const page = resultsPage([
    { type: 'pre-training', phases: [{ steps: 3000, batchSize: 128, sequenceLength: 8 }, { steps: 500, batchSize: 32, sequenceLength: 128 }], hours: 1.234, parameters: 7_000_833, engine: 'engine x', node: '20.1.0', date: '2026-11-26', metrics: { 'generator/loss': 3.14159 } },
    cell('sst2', 'pre-trained', 2, { accuracy: 0.9 }, { accuracy: 0.95 }),
    cell('sst2', 'pre-trained', 0, { accuracy: 0.7 }, { accuracy: 0.75 }),
    cell('sst2', 'pre-trained', 1, { accuracy: 0.8 }, { accuracy: 0.8 }),
    cell('sst2', 'untrained', 0, { accuracy: 0.6 }, { accuracy: 0.6 }),
    cell('sst2', 'untrained', 1, { accuracy: 0.5 }, { accuracy: 0.61 }),
    cell('sst2', 'bag of words', 0, { accuracy: 0.78912 }),
    cell('squad2', 'untrained', 0, { f1: 50.26 }),
  ]);

  it('shows medians and the spread, and what is missing', () => {
    expect(rowOf(page, 'Sentences and pairs', 'sst2')).toBe('| sst2, accuracy, dev | 80.0 (70.0 to 90.0) | 55.0 (50.0 to 60.0), 2 of 3 seeds | 78.9 |');
    expect(rowOf(page, 'Sentences and pairs', 'cola')).toBe('| cola, Matthews, dev | missing | missing | missing |');
    // SQuAD's metrics are percent already, and it has one seed.
    expect(rowOf(page, 'Questions', 'squad2')).toBe('| squad2, F1, dev | missing | 50.3 | missing |');
    expect(rowOf(page, 'The best epoch', 'sst2')).toBe('| sst2, accuracy, dev | 80.0 (75.0 to 95.0) | 60.5 (60.0 to 61.0), 2 of 3 seeds |');
  });

  it('tells the recipe and the pre-training', () => {
    expect(rowOf(page, 'Recipes', 'sst2')).toBe('| sst2 | 3 | 651 | 32 | 0.0001 | 128 | 10 to 12 s |');
    expect(page).toContain('3,000 steps of 128 x 8 tokens, then 500 steps of 32 x 128 tokens in 1.23 hours, 7.0 M parameters in the discriminator, 2026-11-26, engine x, Node 20.1.0.');
    expect(page).toContain('| generator, nats a masked token | 3.142 |');
    expect(page).toContain('7 of 52 cells, 0.02 hours together, 2026-11-27, engine x.');
  });

  it('says under each table of which splits it is', () => {
    for (const { note } of miniTasks) expect(page).toContain(`${note}.`);
  });

  it('can be made of nothing', () => {
    expect(resultsPage([])).toContain('0 of 52 cells.');
  });
});

describe('miniCells', () => {
  it('measures every task with its first seed before any other', () => {
    const cells = miniCells();
    expect(cells).toHaveLength(52);
    expect(cells.findIndex(({ seed }) => seed > 0)).toBe(3 * miniTasks.length);
    expect(cells.filter(({ task }) => task === 'squad2')).toHaveLength(3);
    expect(miniCells(['rte']).map(({ start, seed }) => `${start} ${seed}`)).toEqual([
      'pre-trained 0', 'untrained 0', 'bag of words 0', 'pre-trained 1', 'untrained 1', 'pre-trained 2', 'untrained 2',
    ]);
  });
});
