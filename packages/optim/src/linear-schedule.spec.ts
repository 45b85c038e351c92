import fc from 'fast-check';
import { linearSchedule } from './linear-schedule.js';

describe('linearSchedule', () => {
  it.each([
    [0, 0],
    [1, 8 * 0.9375 * 0.25],
    [2, 8 * 0.875 * 0.5],
    [4, 8 * 0.75],
    [8, 8 * 0.5],
    [15, 8 * 0.0625],
    [16, 0],
    [40, 0],
  ])('at step %d is %d', (step, rate) => {
    expect(linearSchedule({ peak: 8, warmupSteps: 4, totalSteps: 16 })(step)).toBe(rate);
  });

  it('starts at the peak without a warm-up', () => {
    expect(linearSchedule({ peak: 8, warmupSteps: 0, totalSteps: 16 })(0)).toBe(8);
  });

  it('stays between 0 and the peak, and falls once warm', () => {
    const options = fc.record({
      peak: fc.double({ min: 0, max: 1, noNaN: true }),
      warmupSteps: fc.nat(50),
      totalSteps: fc.integer({ min: 1, max: 100 }),
    });
    fc.assert(
      fc.property(options, fc.nat(200), (o, step) => {
        const rate = linearSchedule(o);
        expect(rate(step)).toBeGreaterThanOrEqual(0);
        expect(rate(step)).toBeLessThanOrEqual(o.peak);
        if (step >= o.warmupSteps) {
          expect(rate(step + 1)).toBeLessThanOrEqual(rate(step));
        }
      }),
    );
  });

  it.each([
    { peak: -1, warmupSteps: 0, totalSteps: 1 },
    { peak: 1, warmupSteps: -1, totalSteps: 1 },
    { peak: 1, warmupSteps: 0, totalSteps: 0 },
    { peak: NaN, warmupSteps: 0, totalSteps: 1 },
    { peak: 1, warmupSteps: 0, totalSteps: Infinity },
  ])('refuses %j', (options) => {
    expect(() => linearSchedule(options)).toThrow('linearSchedule: expected peak >= 0');
  });
});
