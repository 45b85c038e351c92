import { firstValueFrom, lastValueFrom, take, toArray } from 'rxjs';

import { Credits } from './credits.js';
import { fromPull } from './from-pull.js';

/** 0, 1, 2, … up to `size`, counting what was made and whether it was closed. */
function makeSource(size = Infinity) {
  const state = { made: 0, isClosed: false };
  async function* numbers() {
    try {
      while (state.made < size) {
        yield state.made++;
      }
    } finally {
      state.isClosed = true;
    }
  }
  return { state, open: () => numbers() };
}

/** Lets everything that is ready run. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('fromPull', () => {
  it('delivers all values and completes', async () => {
    const { open } = makeSource(3);
    await expect(lastValueFrom(fromPull(open).pipe(toArray()))).resolves.toEqual([0, 1, 2]);
  });

  it('reads no further than the credits reach, however slow the consumer is', async () => {
    const { open, state } = makeSource();
    const credits = new Credits(3);
    const subscription = fromPull(open, credits).subscribe();
    await settle();
    expect(state.made).toBe(3);
    credits.grant();
    await settle();
    expect(state.made).toBe(4);
    subscription.unsubscribe();
    await settle();
    expect(state).toEqual({ made: 4, isClosed: true });
  });

  it('closes the source when the subscriber has enough', async () => {
    const { open, state } = makeSource();
    await firstValueFrom(fromPull(open).pipe(take(1)));
    await settle();
    expect(state.isClosed).toBe(true);
    expect(state.made).toBeLessThanOrEqual(2);
  });

  it('passes errors on', async () => {
    const open = () => ({
      [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('no more')) }),
    });
    await expect(firstValueFrom(fromPull(open))).rejects.toThrow('no more');
  });

  it('opens the source for each subscription', async () => {
    const { open, state } = makeSource(2);
    const values$ = fromPull(open);
    expect(state.made).toBe(0);
    await lastValueFrom(values$);
    await expect(lastValueFrom(values$, { defaultValue: 'nothing' })).resolves.toBe('nothing');
  });
});
