import { Batcher, Turns } from './batcher.js';

const never = (): AbortSignal => new AbortController().signal;

/** A model that answers when it is let go, and notes its batches. */
function slowModel({ batch = 4, waiting = 100, turns = new Turns() } = {}) {
  const batches: number[][] = [];
  const gates: (() => void)[] = [];
  const compute = async (inputs: readonly number[], signal: AbortSignal) => {
    batches.push([...inputs]);
    await new Promise<void>((resolve, reject) => {
      gates.push(resolve);
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    });
    if (inputs.includes(13)) throw new Error('13');
    return inputs.map((input) => 10 * input);
  };
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  const letGo = async () => {
    await settle();
    gates.shift()?.();
    await settle();
  };
  return { batcher: new Batcher({ compute, batch, waiting, turns }), batches, letGo };
}

describe('Batcher', () => {
  it('computes a lone question at once, and together what came meanwhile', async () => {
    const { batcher, batches, letGo } = slowModel();
    const answers = [batcher.ask(1, never())];
    await new Promise((resolve) => setImmediate(resolve));
    answers.push(...[2, 3, 4, 5, 6, 7].map((input) => batcher.ask(input, never())));
    for (let i = 0; i < 3; i++) await letGo();
    expect(await Promise.all(answers)).toEqual([10, 20, 30, 40, 50, 60, 70]);
    expect(batches).toEqual([[1], [2, 3, 4, 5], [6, 7]]);
  });

  it('refuses what would wait too long behind others', async () => {
    const { batcher, letGo } = slowModel({ waiting: 2 });
    const first = batcher.ask(1, never());
    await new Promise((resolve) => setImmediate(resolve));
    const others = [batcher.ask(2, never()), batcher.ask(3, never())];
    expect(() => batcher.ask(4, never())).toThrow(expect.objectContaining({ status: 503 }));
    await letGo();
    await letGo();
    expect(await Promise.all([first, ...others])).toEqual([10, 20, 30]);
  });

  it('does not compute a question that was taken back', async () => {
    const { batcher, batches, letGo } = slowModel();
    const gone = new AbortController();
    const answers = [batcher.ask(1, never())];
    await new Promise((resolve) => setImmediate(resolve));
    const taken = batcher.ask(2, gone.signal);
    answers.push(batcher.ask(3, never()));
    gone.abort(new Error('gone'));
    await expect(taken).rejects.toThrow('gone');
    await letGo();
    await letGo();
    expect(await Promise.all(answers)).toEqual([10, 30]);
    expect(batches).toEqual([[1], [3]]);
  });

  it('stops computing when the last that is computed for is gone, and not before', async () => {
    const { batcher, batches, letGo } = slowModel();
    const first = batcher.ask(0, never());
    await new Promise((resolve) => setImmediate(resolve));
    const goers = [new AbortController(), new AbortController(), new AbortController(), new AbortController()];
    const gone = goers.map(({ signal }, i) => batcher.ask(1 + i, signal).catch((error: Error) => error.message));
    await letGo();
    expect(await first).toBe(0);
    goers.slice(1).forEach((each) => each.abort(new Error('gone')));
    const next = batcher.ask(9, never());
    await new Promise((resolve) => setImmediate(resolve));
    expect(batches).toEqual([[0], [1, 2, 3, 4]]);
    goers[0].abort(new Error('late'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(await Promise.all(gone)).toEqual(['late', 'gone', 'gone', 'gone']);
    // Nothing is tried again for those that are gone.
    expect(batches).toEqual([[0], [1, 2, 3, 4], [9]]);
    // The gate of what was stopped, and that of what came after.
    await letGo();
    await letGo();
    expect(await next).toBe(90);
  });

  it('answers the others where one question fails', async () => {
    const { batcher, letGo } = slowModel();
    const answers = [12, 13, 14].map((input) => batcher.ask(input, never()).catch((error: Error) => error.message));
    for (let i = 0; i < 4; i++) await letGo();
    expect(await Promise.all(answers)).toEqual([120, '13', 140]);
  });

  it('takes turns with others that use the same machine', async () => {
    const turns = new Turns();
    const [one, other] = [slowModel({ turns }), slowModel({ turns })];
    const answers = [one.batcher.ask(1, never()), other.batcher.ask(2, never())];
    await new Promise((resolve) => setImmediate(resolve));
    expect([one.batches.length, other.batches.length]).toEqual([1, 0]);
    await one.letGo();
    await other.letGo();
    expect(await Promise.all(answers)).toEqual([10, 20]);
  });
});
