import { setImmediate } from 'node:timers/promises';
import { OneAhead } from './one-ahead.js';

describe('OneAhead', () => {
  function setUp() {
    const made: number[] = [];
    let clock = 0;
    const inputs = new OneAhead(
      (step) => {
        made.push(step);
        clock += 2;
        return `input ${step}`;
      },
      () => clock,
    );
    return { inputs, made, pass: (seconds: number) => (clock += seconds), now: () => clock };
  }

  it('hands over what is ready without waiting', () => {
    const { inputs, made } = setUp();
    expect(inputs.prepare(4)).toBe(2);
    expect(inputs.prepare(4)).toBe(0);
    expect(inputs.take(4)).toEqual({ value: 'input 4', seconds: 0 });
    expect(made).toEqual([4]);
  });

  it('makes what is not ready, and says how long it took', () => {
    const { inputs } = setUp();
    expect(inputs.take(1)).toEqual({ value: 'input 1', seconds: 2 });
  });

  it('does not hand over another step, nor one twice', () => {
    const { inputs, made } = setUp();
    inputs.prepare(2);
    expect(inputs.take(7).value).toBe('input 7');
    expect(inputs.take(7).value).toBe('input 7');
    expect(made).toEqual([2, 7, 7]);
  });

  describe('prepareBeside', () => {
    /** A step of so many seconds in a worker: its result can be taken when this thread is free again. */
    function inWorker(seconds: number, { now, pass }: Pick<ReturnType<typeof setUp>, 'now' | 'pass'>) {
      const ready = now() + seconds;
      let waited = 0;
      const running = (async () => {
        for (let turn = 0; turn < 2; turn++) await setImmediate();
        if (now() < ready) pass(ready - now());
        waited = now() - ready;
      })();
      return { running, resultWait: () => waited };
    }

    it.each([
      [5, 0],
      [1.5, 0.5],
    ])('prolongs a step of %f s by %f s where making takes 2 s', async (seconds, prolonged) => {
      const { inputs, made, ...clock } = setUp();
      const { running, resultWait } = inWorker(seconds, clock);
      expect(await inputs.prepareBeside(running, 2, resultWait)).toBe(prolonged);
      expect(made).toEqual([2]);
      expect(inputs.take(2).seconds).toBe(0);
    });

    it('prolongs a step that was over by all that making takes, and by nothing where the input is ready', async () => {
      const { inputs } = setUp();
      expect(await inputs.prepareBeside(Promise.resolve(), 2, () => 0)).toBe(2);
      expect(await inputs.prepareBeside(Promise.resolve(), 2, () => 0)).toBe(0);
    });

    it('leaves the failure of the step to who awaits it', async () => {
      const { inputs, ...clock } = setUp();
      const running = inWorker(1, clock).running.then(() => Promise.reject(new Error('no memory')));
      await expect(Promise.all([running, inputs.prepareBeside(running, 2, () => 0)])).rejects.toThrow('no memory');
      await expect(inputs.prepareBeside(Promise.reject(new Error('no memory')), 2, () => 0)).resolves.toBe(0);
    });
  });
});
