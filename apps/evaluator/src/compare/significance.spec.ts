import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseTask } from '@electra-ts/tasks';
import { readRuns } from '../runs/read-runs.js';
import { writeClassifier, writeMails } from '../runs/runs.fixture.js';
import { significanceOf } from './significance.js';

describe('significanceOf', () => {
  let folder: string;
  const task = parseTask({ name: 'mails', kind: 'classification', labels: ['ham', 'spam'] }, 'here');
  const ask = async (names: readonly string[]) => {
    const { finetuned: models } = await readRuns(names.map((name) => join(folder, name)));
    return significanceOf({ models, task, data: join(folder, 'mails'), split: 'dev', engine: 'cpu', resamples: 40 });
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'significance-'));
    // Of six mails four are spam.
    await writeClassifier(join(folder, 'ham'), { bias: -50 });
    await writeClassifier(join(folder, 'spam'), { bias: 50 });
    await writeClassifier(join(folder, 'same'), { bias: 50, seed: 2 });
    writeMails(join(folder, 'mails'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('compares every model with every later one', async () => {
    const { scores, pairs, examples } = await ask(['ham', 'spam', 'same']);
    expect([examples, scores]).toEqual([6, [2 / 6, 4 / 6, 4 / 6]]);
    expect(pairs.map(({ first, second }) => [first, second])).toEqual([['ham', 'spam'], ['ham', 'same'], ['spam', 'same']]);
    expect(pairs[0].difference).toBeCloseTo(-1 / 3, 12);
  });

  it('finds nothing between models that answer the same', async () => {
    const { pairs } = await ask(['spam', 'same']);
    expect(pairs).toEqual([{ first: 'spam', second: 'same', difference: 0, low: 0, high: 0, p: 1 }]);
  });

  it('changes only the sign where models change places', async () => {
    const [[there], [back]] = [(await ask(['ham', 'spam'])).pairs, (await ask(['spam', 'ham'])).pairs];
    expect([back.difference, back.p]).toEqual([-there.difference, there.p]);
    expect(back.low).toBeCloseTo(-there.high, 12);
    expect(back.high).toBeCloseTo(-there.low, 12);
  });
});
