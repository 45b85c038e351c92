import { from, interval, map, of, Subject, take, throwError } from 'rxjs';

import { Credits } from './credits.js';
import { fromPull } from './from-pull.js';
import { toPull } from './to-pull.js';

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const values: T[] = [];
  for await (const value of source) values.push(value);
  return values;
}

describe('toPull', () => {
  it('gives every value in order, whenever it comes', async () => {
    await expect(collect(toPull(of(1, 2, 3), new Credits(3)))).resolves.toEqual([1, 2, 3]);
    await expect(collect(toPull(interval(1).pipe(take(3)), new Credits(9)))).resolves.toEqual([0, 1, 2]);
  });

  it('keeps a counting source within the bound of a slow consumer', async () => {
    const bound = 4;
    const state = { made: 0, used: 0, furthest: 0 };
    async function* numbers() {
      while (state.made < 40) {
        state.made++;
        state.furthest = Math.max(state.furthest, state.made - state.used);
        yield state.made;
      }
    }
    const credits = new Credits(bound);
    for await (const value of toPull(fromPull(numbers, credits), credits)) {
      await settle();
      await settle();
      state.used = value;
    }
    expect(state).toEqual({ made: 40, used: 40, furthest: bound });
  });

  it('fails where a source runs further ahead than the bound, after the values that it holds', async () => {
    const values: number[] = [];
    const read = async () => {
      for await (const value of toPull(from([1, 2, 3]), new Credits(2))) values.push(value);
    };
    await expect(read()).rejects.toThrow(/without a credit \(bound 2\)/);
    expect(values).toEqual([1, 2]);
  });

  it('passes errors on and unsubscribes when the consumer has enough', async () => {
    await expect(collect(toPull(throwError(() => new Error('broken')), new Credits(1)))).rejects.toThrow('broken');
    const subject = new Subject<number>();
    const stream = toPull(subject.pipe(map((n) => n + 1)), new Credits(1));
    const first = stream.next();
    subject.next(1);
    await expect(first).resolves.toEqual({ done: false, value: 2 });
    await stream.return(undefined);
    expect(subject.observed).toBe(false);
  });
});
