import { runAhead } from './run-ahead.js';

async function* upTo(size: number): AsyncGenerator<number> {
  for (let i = 0; i < size; i++) {
    yield i;
  }
}

describe('runAhead', () => {
  it('maps in order, whichever call ends first', async () => {
    const results: number[] = [];
    const turns = async (i: number) => {
      for (let turn = 0; turn < 10 - 3 * i; turn++) {
        await Promise.resolve();
      }
      return i * 10;
    };
    for await (const value of runAhead(upTo(4), turns, 2)) {
      results.push(value);
    }
    expect(results).toEqual([0, 10, 20, 30]);
  });

  it.each([
    [1, [2, 2, 2, 2, 1]],
    [3, [4, 4, 3, 2, 1]],
  ])('has started %d calls, and no more, beyond the value in use', async (count, expected) => {
    let started = 0;
    const ahead: number[] = [];
    for await (const value of runAhead(upTo(5), async (i) => (started++, i), count)) {
      ahead.push(started - value);
    }
    expect(ahead).toEqual(expected);
  });

  it('passes an error on', async () => {
    const fail = async (i: number) => {
      if (i === 1) {
        throw new Error('one');
      }
      return i;
    };
    const failing = runAhead(upTo(3), fail, 1);
    await expect(failing.next()).resolves.toEqual({ done: false, value: 0 });
    await expect(failing.next()).rejects.toThrow('one');
  });
});
