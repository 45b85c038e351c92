import { delay, from, lastValueFrom, map, of, throwError, timer, toArray } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';

import { Credits } from './credits.js';
import { fromPull } from './from-pull.js';
import { mapInTurn } from './map-in-turn.js';

/** Credits that a source has taken all of already, as one that emits by marbles has. */
function spentCredits(bound: number): Credits {
  const credits = new Credits(bound);
  for (let i = 0; i < bound; i++) {
    void credits.take(new AbortController().signal);
  }
  return credits;
}

describe('mapInTurn', () => {
  let scheduler: TestScheduler;

  beforeEach(() => {
    scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected));
  });

  it('projects one value after the other, in order', () => {
    scheduler.run(({ cold, expectObservable }) => {
      const source = cold('   ab------c|');
      const expected = '      ---a--b----(c|)';
      const result = source.pipe(mapInTurn((value) => of(value).pipe(delay(3)), spentCredits(3)));
      expectObservable(result).toBe(expected);
    });
  });

  it('fails where a source emits without credits', () => {
    scheduler.run(({ cold, expectObservable }) => {
      const source = cold('   abc|');
      const expected = '      --#';
      const error = new Error('mapInTurn: the source emitted without a credit (bound 2)');
      const result = source.pipe(mapInTurn((value) => of(value).pipe(delay(9)), spentCredits(2)));
      expectObservable(result).toBe(expected, undefined, error);
    });
  });

  it('passes on errors of the source, the projection and what it throws', () => {
    scheduler.run(({ cold, expectObservable }) => {
      const error = new Error('broken');
      const broken = cold('-#', undefined, error).pipe(mapInTurn(() => of(1), spentCredits(1)));
      expectObservable(broken).toBe('-#', {}, error);
      const failing = cold('-a').pipe(mapInTurn(() => throwError(() => error), spentCredits(1)));
      expectObservable(failing).toBe('-#', {}, error);
      const throwing = cold('-a').pipe(
        mapInTurn(() => {
          throw error;
        }, spentCredits(1)),
      );
      expectObservable(throwing).toBe('-#', {}, error);
    });
  });

  it('stops the projection and the source when it is unsubscribed', () => {
    scheduler.run(({ cold, expectSubscriptions, expectObservable }) => {
      const source = cold('a-----');
      const inner = cold(' ------x');
      expectObservable(source.pipe(mapInTurn(() => inner, spentCredits(1))), '---!').toBe('------');
      expectSubscriptions(source.subscriptions).toBe('^--!');
      expectSubscriptions(inner.subscriptions).toBe('^--!');
    });
  });

  it('keeps a source within the bound while the projection is slow', async () => {
    const bound = 4;
    let made = 0;
    let done = 0;
    let furthest = 0;
    async function* numbers() {
      while (made < 60) {
        made++;
        furthest = Math.max(furthest, made - done);
        yield made;
      }
    }
    const credits = new Credits(bound);
    const slow = (value: number) => timer(0).pipe(map(() => ((done = value), value)));
    const results = await lastValueFrom(fromPull(numbers, credits).pipe(mapInTurn(slow, credits), toArray()));
    expect(results).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
    expect(furthest).toBe(bound);
  });

  it('needs no stack for many values that are projected at once', async () => {
    const credits = spentCredits(20_000);
    const source = from(Array.from({ length: 20_000 }, (_, i) => i));
    await expect(lastValueFrom(source.pipe(mapInTurn((value) => [value], credits)))).resolves.toBe(19_999);
  });
});
