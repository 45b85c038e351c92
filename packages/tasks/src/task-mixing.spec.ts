import fc from 'fast-check';
import { checkMixing, drawTask, taskMixing, taskProbabilities } from './task-mixing.js';

const named = (...batches: number[]) => batches.map((n, i) => ({ name: `t${i}`, batches: n }));

describe('taskProbabilities', () => {
  it('are in proportion to batches, or a power of them, or as given', () => {
    const tasks = named(100, 4);
    const of = (mixing: Parameters<typeof taskProbabilities>[0]['mixing'], epoch = 0, epochs = 5) => taskProbabilities({ mixing, tasks, epochs }, epoch);
    expect(of('proportional')).toEqual([100 / 104, 4 / 104]);
    expect(of('square-root')).toEqual([10 / 12, 2 / 12]);
    expect(of({ t1: 3, t0: 1 })).toEqual([0.25, 0.75]);
    // From the size itself to its fifth root, as the authors of annealed sampling have it.
    expect(of('annealed', 0)).toEqual(of('proportional'));
    expect(of('annealed', 2)[0]).toBeCloseTo(100 ** 0.6 / (100 ** 0.6 + 4 ** 0.6), 12);
    expect(of('annealed', 4)[0]).toBeCloseTo(100 ** 0.2 / (100 ** 0.2 + 4 ** 0.2), 12);
    expect(of('annealed', 0, 1)).toEqual(of('proportional'));
  });

  it('sum to 1, and never prefer the smaller of two tasks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1e6 }), { minLength: 1, maxLength: 9 }),
        fc.constantFrom('proportional', 'square-root', 'annealed' as const),
        fc.integer({ min: 1, max: 20 }),
        fc.nat(19),
        (sizes, mixing, epochs, epoch) => {
          const found = taskProbabilities({ mixing: taskMixing.parse(mixing), tasks: named(...sizes), epochs }, epoch % epochs);
          expect(found.reduce((a, b) => a + b)).toBeCloseTo(1, 10);
          sizes.forEach((size, i) => sizes.forEach((other, j) => size >= other && expect(found[i]).toBeGreaterThanOrEqual(found[j])));
        },
      ),
    );
  });
});

describe('drawTask', () => {
  it('draws each task as often as its probability says, whatever the seed', () => {
    const probabilities = [0.5, 0.3, 0.19, 0.01];
    for (const seed of [0, 1, 12345]) {
      const counts = probabilities.map(() => 0);
      const draws = 20_000;
      for (let step = 1; step <= draws; step++) counts[drawTask(probabilities, seed, step)]++;
      // Within five standard deviations of a binomial count.
      counts.forEach((count, i) => expect(Math.abs(count - draws * probabilities[i])).toBeLessThan(5 * Math.sqrt(draws * probabilities[i] * (1 - probabilities[i]))));
    }
  });

  it('depends on seed and step alone, and on both', () => {
    const draws = (seed: number) => Array.from({ length: 64 }, (_, n) => drawTask([0.5, 0.5], seed, n + 1));
    expect(draws(3)).toEqual(draws(3));
    expect(draws(3)).not.toEqual(draws(4));
    expect(new Set(draws(3)).size).toBe(2);
  });

  it('never leaves the tasks, though their probabilities sum to less than 1', () => {
    for (let step = 0; step < 100; step++) expect(drawTask([0, 1e-9], 1, step)).toBe(1);
  });
});

describe('checkMixing', () => {
  it('wants a number for each task, and for no other', () => {
    checkMixing('annealed', ['a', 'b']);
    checkMixing({ b: 1, a: 2 }, ['a', 'b']);
    expect(() => checkMixing({ a: 1 }, ['a', 'b'])).toThrow(/each of a, b, received a/);
    expect(() => checkMixing({ a: 1, c: 1 }, ['a', 'b'])).toThrow(/received a, c/);
    expect(() => checkMixing({}, ['a'])).toThrow(/received no task/);
    expect(taskMixing.safeParse({ a: 0 }).success).toBe(false);
  });
});
