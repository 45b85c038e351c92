import { pretrainingConfig } from './pretraining-config.js';
import { temperatureSchedule } from './temperature-schedule.js';

const scheduleOf = (objective: object) => temperatureSchedule(pretrainingConfig.parse({ data: { path: 'x' }, objective }).objective);

describe('temperatureSchedule', () => {
  it('falls to a 1/e of the difference in its steps', () => {
    const schedule = scheduleOf({ temperature: 0.5, startTemperature: 2.5, temperatureSteps: 10 });
    expect(schedule?.(0)).toBe(2.5);
    expect(schedule?.(10)).toBeCloseTo(0.5 + 2 / Math.E, 12);
    expect(schedule?.(1000)).toBeCloseTo(0.5, 12);
  });

  it('is none where the temperature stays', () => {
    expect(scheduleOf({ temperature: 2 })).toBeUndefined();
  });
});
