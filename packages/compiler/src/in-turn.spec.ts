import { inTurn } from './in-turn.js';

describe('inTurn', () => {
  const later = <T>(value: T, milliseconds: number) => new Promise<T>((resolve) => setTimeout(() => resolve(value), milliseconds));

  it('asks in the order of the calls, whatever is gathered first', async () => {
    const [key, asked] = [{}, [] as string[]];
    const ask = async (what: string) => {
      asked.push(what);
      return what;
    };
    const answers = [inTurn(key, later('slow', 20), ask), inTurn(key, Promise.resolve('fast'), ask), inTurn({}, Promise.resolve('other'), ask)];
    expect(await Promise.all(answers)).toEqual(['slow', 'fast', 'other']);
    expect(asked).toEqual(['other', 'slow', 'fast']);
  });

  it('waits for no answer', async () => {
    const key = {};
    let asked = 0;
    void inTurn(key, Promise.resolve(0), () => new Promise(() => asked++));
    expect(await inTurn(key, Promise.resolve(1), async (n) => n)).toBe(1);
    expect(asked).toBe(1);
  });

  it('goes on where gathering or asking fails', async () => {
    const key = {};
    const failed = [inTurn(key, Promise.reject(new Error('gathering')), async () => 0), inTurn(key, Promise.resolve(), () => Promise.reject(new Error('asking')))];
    const last = inTurn(key, Promise.resolve(3), async (n) => n);
    const outcomes = await Promise.allSettled([...failed, last]);
    expect(outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : (outcome.reason as Error).message))).toEqual(['gathering', 'asking', 3]);
  });
});
