import { EarlyStopping } from './early-stopping.js';

/** The step at which a series of values stops, or none. */
function stopAt(values: readonly number[], options: Partial<ConstructorParameters<typeof EarlyStopping>[0]> = {}): number | undefined {
  const stopping = new EarlyStopping({ metric: 'generator/loss', patience: 2, minDelta: 0, ...options });
  const step = values.findIndex((value, i) => stopping.report(i, { [options.metric ?? 'generator/loss']: value }).because !== undefined);
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
    expect(stopAt([NaN, 5, NaN, 4, 4])).toBeUndefined();
    expect(stopAt([NaN, NaN])).toBe(1);
  });

  it('does not count an evaluation that lacks the metric, and warns of it', () => {
    const stopping = new EarlyStopping({ metric: 'a', patience: 1, minDelta: 0 });
    const warning = 'early stopping watches a, which the evaluation at step 1 lacks, and goes on: it has b, c';
    expect(stopping.report(1, { b: 1, c: 2 })).toEqual({ warning });
    expect(stopping.report(2, {}).warning).toMatch(/it has nothing$/);
    expect(stopping.report(3, { a: 1 })).toEqual({});
    expect(stopping.report(4, { b: 1 }).because).toBeUndefined();
    expect(stopping.report(5, { a: 1 }).because).toMatch(/for 1 evaluations/);
  });

  it('says why', () => {
    const stopping = new EarlyStopping({ metric: 'a', patience: 1, minDelta: 0 });
    stopping.report(10, { a: 2 });
    expect(stopping.report(20, { a: 1 })).toEqual({ because: 'a has not become better than 2.000, at step 10, for 1 evaluations' });
    const never = new EarlyStopping({ metric: 'a', patience: 1, minDelta: 0 });
    expect(never.report(10, { a: NaN }).because).toBe('a has not been a number for 1 evaluations');
  });
});
