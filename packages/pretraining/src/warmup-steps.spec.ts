import { warmupSteps } from './warmup-steps.js';

describe('warmupSteps', () => {
  it('is what was asked for', () => {
    expect(warmupSteps({ steps: 10, warmupSteps: 9 })).toBe(9);
    expect(warmupSteps({ steps: 10, warmupSteps: 0 })).toBe(0);
  });

  it('is the reference\u2019s for long runs and a tenth of short ones', () => {
    expect(warmupSteps({ steps: 1e6 })).toBe(10_000);
    expect(warmupSteps({ steps: 20_005 })).toBe(2000);
    expect(warmupSteps({ steps: 4 })).toBe(0);
  });
});
