import fc from 'fast-check';

import { MergeQueue } from './merge-queue.js';

describe('MergeQueue', () => {
  it('is empty at first', () => {
    const queue = new MergeQueue();
    expect([queue.size, queue.pop()]).toEqual([0, undefined]);
  });

  it('gives candidates by falling count, then rising pair', () => {
    const candidates = fc.array(fc.record({ count: fc.nat(5), pair: fc.nat(5), words: fc.constant([]) }));
    fc.assert(
      fc.property(candidates, (sample) => {
        const queue = new MergeQueue();
        for (const candidate of sample) queue.push(candidate);
        expect(queue.size).toBe(sample.length);
        const popped = sample.map(() => queue.pop());
        expect(popped).toEqual([...sample].sort((a, b) => b.count - a.count || a.pair - b.pair));
        expect(queue.size).toBe(0);
      }),
    );
  });

  it('stays in order when pushes and pops alternate', () => {
    const queue = new MergeQueue();
    const push = (count: number) => queue.push({ count, pair: 0, words: [] });
    [3, 9, 5].forEach(push);
    expect(queue.pop()?.count).toBe(9);
    [4, 7].forEach(push);
    expect([queue.pop(), queue.pop(), queue.pop(), queue.pop()].map((found) => found?.count)).toEqual([7, 5, 4, 3]);
  });
});
