import { Credits } from './credits.js';

const never = new AbortController().signal;

describe('Credits', () => {
  it('gives as many as its bound, then waits for one to be granted', async () => {
    const credits = new Credits(2);
    await expect(credits.take(never)).resolves.toBe(true);
    await expect(credits.take(never)).resolves.toBe(true);
    let isTaken = false;
    const third = credits.take(never).then((result) => {
      isTaken = result;
    });
    await Promise.resolve();
    expect(isTaken).toBe(false);
    credits.grant();
    await third;
    expect(isTaken).toBe(true);
  });

  it('stops waiting when the signal aborts', async () => {
    const credits = new Credits(1);
    const stop = new AbortController();
    await credits.take(stop.signal);
    const second = credits.take(stop.signal);
    stop.abort();
    await expect(second).resolves.toBe(false);
    credits.grant();
    await expect(credits.take(never)).resolves.toBe(true);
  });

  it('rejects a bound that is none and a credit returned twice', () => {
    expect(() => new Credits(0)).toThrow(/received 0/);
    expect(() => new Credits(1).grant()).toThrow(/returned twice/);
  });
});
