import { ProgressMeter } from './progress-meter.js';

describe('ProgressMeter', () => {
  let now: number;
  const clock = () => now;
  beforeEach(() => {
    now = 5000;
  });

  it('knows nothing before the first report', () => {
    const meter = new ProgressMeter({ total: 10, clock });
    expect(meter.now()).toEqual({
      done: 0,
      total: 10,
      fraction: 0,
      elapsedSeconds: 0,
      stepsPerSecond: undefined,
      amountPerSecond: undefined,
      remainingSeconds: undefined,
    });
  });

  it('works out speed and time left: 2 steps and 300 tokens in 4 s leave 16 s for 8 more', () => {
    const meter = new ProgressMeter({ total: 10, clock });
    now += 1000;
    meter.report(1, 100);
    now += 3000;
    expect(meter.report(2, 200)).toEqual({
      done: 2,
      total: 10,
      fraction: 0.2,
      elapsedSeconds: 4,
      stepsPerSecond: 0.5,
      amountPerSecond: 75,
      remainingSeconds: 16,
    });
    now += 1000;
    expect(meter.now()).toMatchObject({ elapsedSeconds: 5, stepsPerSecond: 0.5 });
  });

  it('forgets a slow start', () => {
    const meter = new ProgressMeter({ total: 100, clock, window: 3 });
    now += 60_000;
    meter.report(1);
    for (let done = 2; done <= 4; done++) {
      now += 500;
      meter.report(done);
    }
    expect(meter.now()).toMatchObject({ stepsPerSecond: 2, remainingSeconds: 48 });
  });

  it('counts only its own work after a resume', () => {
    const meter = new ProgressMeter({ total: 100, from: 90, clock });
    now += 1000;
    expect(meter.report(91)).toMatchObject({ stepsPerSecond: 1, remainingSeconds: 9, fraction: 0.91 });
  });

  it('stays sensible at the end and with nothing to do', () => {
    const meter = new ProgressMeter({ total: 1, clock });
    now += 1000;
    expect(meter.report(2)).toMatchObject({ fraction: 1, remainingSeconds: 0 });
    expect(new ProgressMeter({ total: 0, clock }).now().fraction).toBe(1);
  });
});
