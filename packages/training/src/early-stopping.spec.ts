import { EarlyStopping } from './early-stopping.js';

/** The step at which a series of values stops, or none. */
function stopAt(values: readonly number[], options: Partial<ConstructorParameters<typeof EarlyStopping>[0]> = {}): number | undefined {
  const stopping = new EarlyStopping({ metric: 'generator/loss', patience: 2, minDelta: 0, ...options });
  const step = values.findIndex((value, i) => stopping.report(i, { [options.metric ?? 'generator/loss']: value }) !== undefined);
  return step < 0 ? undefined : step;
}

describe('EarlyStopping', () => {
  it('stops where a loss has not fallen for long enough', () => {
    expect(stopAt([5, 4, 4.5, 3.9, 3.9, 4])).toBe(5);
    expect(stopAt([5, 4, 3, 2, 1])).toBeUndefined();
    expect(stopAt([5, 4, 3.9, 3.8], { minDelta: 0.5 })).toBe(3);
  });

  it('wants other metrics higher, unless told otherwise', () => {
    expect(stopAt([0.5, 0.6, 0.7, 0.7, 0.6], { metric: 'fixed/auc' })).toBe(4);
    expect(stopAt([0.5, 0.6, 0.7], { metric: 'fixed/auc', better: 'lower' })).toBe(2);
  });

  it('takes a value that is not a number for no better', () => {
    expect(stopAt([5, NaN, NaN])).toBe(2);
  });

  it('says why, and which metrics there are', () => {
    const stopping = new EarlyStopping({ metric: 'a', patience: 1, minDelta: 0 });
    stopping.report(10, { a: 2 });
    expect(stopping.report(20, { a: 1 })).toBe('a has not become better than 2.000, at step 10, for 1 evaluations');
    expect(() => stopping.report(30, { b: 1, c: 2 })).toThrow('Early stopping watches a, which the evaluations of this run do not have: they have b, c');
  });
});
