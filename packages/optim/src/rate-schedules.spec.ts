import { linearSchedule } from './linear-schedule.js';
import { rateSchedule, scheduleNames } from './rate-schedules.js';

const options = { peak: 8, warmupSteps: 4, totalSteps: 20 };

describe('rateSchedule', () => {
  it('linear is linearSchedule', () => {
    const [named, plain] = [rateSchedule('linear', options), linearSchedule(options)];
    for (let step = 0; step < 25; step++) expect(named(step)).toBe(plain(step));
  });

  // By transformers 4.57.6: get_cosine_schedule_with_warmup, get_constant_schedule_with_warmup, get_inverse_sqrt_schedule.
  it.each([
    ['cosine', [[0, 0], [2, 4], [4, 8], [8, 4 * (1 + Math.SQRT1_2)], [12, 4], [20, 0], [30, 0]]],
    ['constant', [[0, 0], [1, 2], [4, 8], [12, 8], [30, 8]]],
    ['inverse-sqrt', [[0, 0], [3, 6], [4, 8], [16, 4], [64, 2]]],
  ] as const)('%s', (name, rates) => {
    const rate = rateSchedule(name, options);
    for (const [step, expected] of rates) expect(rate(step)).toBeCloseTo(expected, 12);
  });

  it('inverse-sqrt without a warm-up starts at the peak and has half of it after 30,000', () => {
    const rate = rateSchedule('inverse-sqrt', { peak: 8, warmupSteps: 0, totalSteps: 20 });
    expect(rate(0)).toBe(8);
    expect(rate(30_000)).toBeCloseTo(4, 12);
  });

  it.each(scheduleNames)('%s refuses what is no schedule', (name) => {
    expect(() => rateSchedule(name, { ...options, totalSteps: 0 })).toThrow('totalSteps 0');
  });
});
