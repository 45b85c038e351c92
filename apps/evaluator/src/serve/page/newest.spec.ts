import { newest } from './newest.js';

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('newest', () => {
  it('tells an older call that it is not the newest any more, whichever ends first', async () => {
    const ends: (() => void)[] = [];
    const kept: number[] = [];
    const ask = newest(async (isNewest) => {
      const own = ends.length;
      await new Promise<void>((resolve) => ends.push(resolve));
      if (isNewest()) kept.push(own);
    }, fail);
    ask();
    ask();
    ends[1]();
    await settled();
    ends[0]();
    await settled();
    expect(kept).toEqual([1]);
    ask();
    ends[2]();
    await settled();
    expect(kept).toEqual([1, 2]);
  });

  it("tells the newest call's failure, and no older one's", async () => {
    const rejects: ((error: Error) => void)[] = [];
    const told: string[] = [];
    const ask = newest(() => new Promise((_, reject) => rejects.push(reject)), ({ message }) => told.push(message));
    ask();
    ask();
    rejects[0](new Error('old'));
    await settled();
    rejects[1](new Error('new'));
    await settled();
    expect(told).toEqual(['new']);
  });
});

function fail(error: Error): void {
  throw error;
}
