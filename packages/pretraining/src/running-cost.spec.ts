import { RunningCost } from './running-cost.js';

describe('RunningCost', () => {
  // Sums of these depend on the order in which they are added.
  const costOf = (n: number) => ({ tokens: 10 * n, flops: 2 ** 60 / (n + 2) });
  const nothing = { tokens: 0, flops: 0 };

  it('adds up the steps since it began to what there was before', () => {
    const cost = new RunningCost({ step: 2, spent: { tokens: 7, flops: 1 } }, costOf);
    expect(cost.at(2)).toEqual({ tokens: 7, flops: 1 });
    expect(cost.at(4).tokens).toBe(7 + 30 + 40);
  });

  it('comes to the same sums where it is broken off and goes on, and when it is asked about an earlier step', () => {
    const whole = new RunningCost({ step: 0, spent: nothing }, costOf);
    const expected = Array.from({ length: 20 }, (_, n) => whole.at(n));
    for (const [step, spent] of expected.entries()) {
      const resumed = new RunningCost({ step, spent }, costOf);
      expect(expected.slice(step).map((_, n) => resumed.at(step + n))).toEqual(expected.slice(step));
      expect(resumed.at(step)).toEqual(spent);
    }
  });
});
