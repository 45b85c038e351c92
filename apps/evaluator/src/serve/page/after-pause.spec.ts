import { afterPause } from './after-pause.js';

describe('afterPause', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('waits for the last of several calls, and works once', () => {
    const work = jest.fn();
    const soon = afterPause(work, 250);
    soon();
    jest.advanceTimersByTime(249);
    soon();
    jest.advanceTimersByTime(249);
    expect(work).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(work).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(1000);
    expect(work).toHaveBeenCalledTimes(1);
    soon();
    jest.advanceTimersByTime(250);
    expect(work).toHaveBeenCalledTimes(2);
  });
});
