import { oneAhead } from './one-ahead.js';

async function* upTo(size: number): AsyncGenerator<number> {
  for (let i = 0; i < size; i++) {
    yield i;
  }
}

describe('oneAhead', () => {
  it('maps in order', async () => {
    const results: number[] = [];
    for await (const value of oneAhead(upTo(4), async (i) => i * 10)) {
      results.push(value);
    }
    expect(results).toEqual([0, 10, 20, 30]);
  });

  it('has started one call, and no more, beyond the value in use', async () => {
    let started = 0;
    const ahead: number[] = [];
    for await (const value of oneAhead(upTo(5), async (i) => (started++, i))) {
      ahead.push(started - value);
    }
    expect(ahead).toEqual([2, 2, 2, 2, 1]);
  });

  it('passes an error on', async () => {
    const failing = oneAhead(upTo(3), async (i) => {
      if (i === 1) {
        throw new Error('one');
      }
      return i;
    });
    await expect(failing.next()).resolves.toEqual({ done: false, value: 0 });
    await expect(failing.next()).rejects.toThrow('one');
  });
});
