import { stopAfter } from './stop-after.js';

describe('stopAfter', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it.each([
    ['a minute', 60],
    ['1.1 hours, which are no whole number of milliseconds', 1.1 * 3600],
    ['thirty days, which are more than one timer counts', 30 * 86_400],
  ])('calls once after %s', (_, seconds) => {
    const stop = jest.fn();
    stopAfter(seconds, stop);
    jest.advanceTimersByTime(seconds * 1000 - 10);
    expect(stop).not.toHaveBeenCalled();
    jest.advanceTimersByTime(20);
    expect(stop).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(seconds * 1000);
    expect(stop).toHaveBeenCalledTimes(1);
  });

  it('does not call where it is no longer wanted', () => {
    const stop = jest.fn();
    const cancel = stopAfter(30 * 86_400, stop);
    jest.advanceTimersByTime(29 * 86_400_000);
    cancel();
    jest.advanceTimersByTime(2 * 86_400_000);
    expect(stop).not.toHaveBeenCalled();
  });
});
