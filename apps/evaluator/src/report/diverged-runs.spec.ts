import { divergedRuns } from './diverged-runs.js';

const run = (name: string, ...losses: (number | null)[]) => ({ name, rows: losses.map((loss, i) => ({ type: 'step', step: 10 * (i + 1), loss })) });

describe('divergedRuns', () => {
  it('tells from which step on losses are not finite, to the end', () => {
    expect(divergedRuns([run('a', 3, 2), run('b', 3, null, 2, null, null), run('c', null)])).toEqual([
      'The losses of b are not finite from step 40 on.',
      'The losses of c are not finite from step 10 on.',
    ]);
  });

  it('tells nothing of runs that got over it, or wrote no losses down', () => {
    const evaluated = { name: 'b', rows: [{ type: 'step', step: 10 }, { type: 'evaluation', step: 20, loss: null }] };
    expect(divergedRuns([run('a', 3, null, 2), evaluated, run('c')])).toEqual([]);
  });
});
