import { atEqual, type Curve } from './curve.js';

/** Measured every `every` steps, each step taking `seconds` and `flops`. */
const curve = (count: number, every: number, seconds: number, flops: number): Curve =>
  Array.from({ length: count }, (_, i) => {
    const step = (i + 1) * every;
    return { step, seconds: step * seconds, flops: step * flops, metrics: { loss: 1 / step } };
  });

describe('atEqual', () => {
  const [slow, fast] = [curve(4, 100, 2, 10), curve(10, 50, 0.5, 40)];
  const steps = (budget: 'steps' | 'flops' | 'seconds') =>
    atEqual([slow, fast], budget)?.map(({ spent, runs }) => [spent, ...runs.map((run) => run?.step ?? null)]);

  it('takes the last measurement that each budget allows', () => {
    expect(steps('steps')).toEqual([[100, 100, 100], [200, 200, 200], [300, 300, 300], [400, 400, 400]]);
    // 4,000 operations: all of the slow run, 100 steps of the other.
    expect(steps('flops')).toEqual([[1000, 100, null], [2000, 200, 50], [3000, 300, 50], [4000, 400, 100]]);
    // 250 seconds: all of the fast run, 125 steps of the other, which was measured at 100.
    expect(steps('seconds')).toEqual([[62.5, null, 100], [125, null, 250], [187.5, null, 350], [250, 100, 500]]);
  });

  it('says that a comparison is not possible where a run lacks what it takes', () => {
    const silent = slow.map(({ step, metrics }) => ({ step, metrics }));
    expect(atEqual([silent, fast], 'seconds')).toBeNull();
    expect(atEqual([silent, fast], 'steps')).toHaveLength(4);
    expect(atEqual([slow, []], 'steps')).toBeNull();
  });
});
