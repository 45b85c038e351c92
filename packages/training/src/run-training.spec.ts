import { lastValueFrom, Subject, take, tap, toArray } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { runTraining, type TrainingPlan } from './run-training.js';
import type { Preparation, TrainingEvent } from './training-event.js';

/** Short names for events, so that diagrams stay readable: s3 is a step, e an evaluation, c a checkpoint, … */
function short(event: TrainingEvent): string {
  return event.type === 'warning' ? `w:${event.message}` : `${event.type[0]}${event.step}`;
}

function virtualTime(test: (helpers: Parameters<Parameters<TestScheduler['run']>[0]>[0]) => void): void {
  new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(test);
}

async function eventsOf(plan: TrainingPlan): Promise<string[]> {
  return (await lastValueFrom(runTraining(plan).pipe(toArray()))).map(short);
}

const step = async (n: number) => ({ loss: 1 / n });
const evaluate = { every: 2, run: async () => ({ auc: 0.5 }) };
const save = { every: 3, run: async (n: number) => `checkpoint-${n}` };

describe('runTraining', () => {
  it('does updates, evaluations and saves one after the other, never two at once', () => {
    virtualTime(({ cold, expectObservable }) => {
      const events = runTraining({
        from: 0,
        steps: 3,
        step: (n) => cold('---(m|)', { m: { loss: n } }),
        evaluate: { every: 2, run: () => cold('--(m|)', { m: { auc: 0.5 } }) },
        save: { every: 2, run: (n) => cold('-(f|)', { f: `at-${n}` }) },
      });
      //  Three updates of 3 ms; evaluations of 2 ms and saves of 1 ms at 2 and at the end.
      expectObservable(events).toBe('---a--b-cd--e-f(gh|)', {
        a: { type: 'step', step: 1, metrics: { loss: 1 } },
        b: { type: 'step', step: 2, metrics: { loss: 2 } },
        c: { type: 'evaluation', step: 2, metrics: { auc: 0.5 } },
        d: { type: 'checkpoint', step: 2, folder: 'at-2' },
        e: { type: 'step', step: 3, metrics: { loss: 3 } },
        f: { type: 'evaluation', step: 3, metrics: { auc: 0.5 } },
        g: { type: 'checkpoint', step: 3, folder: 'at-3' },
        h: { type: 'finished', step: 3, reason: 'completed' },
      });
    });
  });

  it('starts nothing more after it is unsubscribed', () => {
    const started: number[] = [];
    virtualTime(({ cold, expectObservable }) => {
      const events = runTraining({
        from: 0,
        steps: 9,
        step: (n) => {
          started.push(n);
          return cold('---(m|)', { m: { loss: n } });
        },
      });
      const expected = { a: { type: 'step', step: 1, metrics: { loss: 1 } } as const };
      expectObservable(events, '-----!').toBe('---a--', expected);
    });
    expect(started).toEqual([1, 2]);
  });

  it('hands on an error and does nothing after it', () => {
    const saves: number[] = [];
    virtualTime(({ cold, expectObservable }) => {
      const events = runTraining({
        from: 0,
        steps: 9,
        step: (n) => (n === 2 ? cold('----#', undefined, new Error('broken')) : cold('--(m|)', { m: { loss: n } })),
        save: { every: 1, run: (n) => (saves.push(n), cold('(f|)', { f: 'x' })) },
      });
      const expected = {
        a: { type: 'step', step: 1, metrics: { loss: 1 } },
        b: { type: 'checkpoint', step: 1, folder: 'x' },
      } as const;
      expectObservable(events).toBe('--(ab)#', expected, new Error('broken'));
    });
    expect(saves).toEqual([1]);
  });

  it('is due every so many updates, and at the end', async () => {
    expect(await eventsOf({ from: 0, steps: 7, step, evaluate, save, log: { every: 4 } })).toEqual([
      'e2', 'c3', 's4', 'e4', 'e6', 'c6', 's7', 'e7', 'c7', 'f7',
    ]);
  });

  it('counts on from where it resumes, as if it had never stopped', async () => {
    const whole = await eventsOf({ from: 0, steps: 7, step, evaluate, save });
    const rest = await eventsOf({ from: 3, steps: 7, step, evaluate, save });
    expect(rest).toEqual(whole.slice(whole.indexOf('c3') + 1));
  });

  it('saves once where the last update is also a due one', async () => {
    expect(await eventsOf({ from: 5, steps: 6, step, save })).toEqual(['s6', 'c6', 'f6']);
  });

  it('has nothing to do when all updates are done', async () => {
    expect(await eventsOf({ from: 7, steps: 7, step, evaluate, save })).toEqual(['f7']);
  });

  it('on abort finishes the update and what is due at it, saves, and says that it stopped', async () => {
    const controller = new AbortController();
    const stopAt = (at: number) => async (n: number) => {
      if (n === at) controller.abort();
      return { loss: n };
    };
    const plan = { from: 0, steps: 9, evaluate, save, signal: controller.signal };
    const events = await lastValueFrom(runTraining({ ...plan, step: stopAt(4) }).pipe(toArray()));
    expect(events.map(short)).toEqual(['s1', 's2', 'e2', 's3', 'c3', 's4', 'e4', 'c4', 'f4']);
    expect(events.at(-1)).toEqual({ type: 'finished', step: 4, reason: 'stopped' });
  });

  it('waits with a due save while it is held, and says nothing of one that came to nothing', async () => {
    let done = 0;
    const counted = async (n: number) => ({ loss: (done = n) });
    const held = { every: 2, run: save.run, isHeld: () => done > 1 && done < 5 };
    // Due at 2 and 4, made at 5; the next at 6, and the last one in any case.
    expect(await eventsOf({ from: 0, steps: 7, step: counted, save: held })).toEqual(['s1', 's2', 's3', 's4', 's5', 'c5', 's6', 'c6', 's7', 'c7', 'f7']);
    expect(await eventsOf({ from: 0, steps: 3, step: counted, save: held })).toEqual(['s1', 's2', 's3', 'c3', 'f3']);
    const nothing = { every: 2, run: async () => undefined, begin: async () => ({ written: Promise.resolve(undefined) }) };
    expect(await eventsOf({ from: 0, steps: 3, step, save: nothing })).toEqual(['s1', 's2', 's3', 'f3']);
  });

  it('saves nothing when it is stopped before it did anything', async () => {
    expect(await eventsOf({ from: 2, steps: 9, step, save, signal: AbortSignal.abort() })).toEqual(['f2']);
  });

  it('lets timers run between updates that never wait', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 5);
    const events = runTraining({ from: 0, steps: 1e9, step: async () => ({}), signal: controller.signal });
    const last = await lastValueFrom(events);
    expect(last).toMatchObject({ type: 'finished', reason: 'stopped' });
  });

  it('is cold: each subscription trains from the start', async () => {
    const started: number[] = [];
    const events = runTraining({ from: 0, steps: 2, step: async (n) => (started.push(n), {}) });
    expect(started).toEqual([]);
    await lastValueFrom(events);
    await lastValueFrom(events.pipe(take(1)));
    expect(started.slice(0, 3)).toEqual([1, 2, 1]);
  });

  it('warns once of a metric that is not finite', async () => {
    const metrics: Record<string, number>[] = [{ loss: 1 }, { loss: NaN }, { loss: NaN, norm: Infinity }];
    expect(await eventsOf({ from: 0, steps: 3, step: async (n) => metrics[n - 1] })).toEqual([
      's1', 'w:loss is NaN at step 2', 's2', 'w:norm is Infinity at step 3', 's3', 'f3',
    ]);
  });

  it('warns of what the plan notices instead, at steps that are not logged too', async () => {
    const notice = (n: number, { loss }: Readonly<Record<string, number>>) => (n === 2 ? [`loss ${loss}`, 'odd'] : []);
    const plan = { from: 0, steps: 3, step: async (n: number) => ({ loss: n === 2 ? NaN : n }), notice, log: { every: 3 } };
    expect(await eventsOf(plan)).toEqual(['w:loss NaN', 'w:odd', 's3', 'f3']);
    const [first] = await lastValueFrom(runTraining(plan).pipe(toArray()));
    expect(first).toEqual({ type: 'warning', message: 'loss NaN', step: 2 });
  });

  it('warns of what came up while it evaluated and saved, before it goes on and at the end', async () => {
    const unheard: string[] = [];
    const stubborn = { every: 2, run: async (n: number) => (unheard.push(`kept ${n}`), `checkpoint-${n}`) };
    const plan = { from: 0, steps: 3, step, evaluate, save: stubborn, takeWarnings: () => unheard.splice(0) };
    expect(await eventsOf(plan)).toEqual(['s1', 's2', 'e2', 'c2', 'w:kept 2', 's3', 'e3', 'c3', 'w:kept 3', 'f3']);
    const warnings = (await lastValueFrom(runTraining(plan).pipe(toArray()))).filter(({ type }) => type === 'warning');
    expect(warnings[1]).toEqual({ type: 'warning', message: 'kept 3', step: 3 });
  });

  it('tells what an update waits for before the update goes on, and none when it is over', async () => {
    const preparations = new Subject<Preparation>();
    const preparation = { graph: 'step', stage: 'recording', engine: 'some' } as const;
    const heard: string[] = [];
    const waiting = (n: number) => {
      preparations.next(preparation);
      heard.push(`update ${n}`);
      return step(n);
    };
    const events = runTraining({ from: 0, steps: 2, step: waiting, preparations }).pipe(tap(({ type }) => heard.push(type)), toArray());
    expect((await lastValueFrom(events))[0]).toEqual({ type: 'preparation', step: 0, ...preparation });
    expect(heard).toEqual(['preparation', 'update 1', 'step', 'preparation', 'update 2', 'step', 'finished']);
    expect(preparations.observed).toBe(false);
  });

  it('refuses a plan whose numbers are not counts', () => {
    expect(() => runTraining({ from: -1, steps: 1, step })).toThrow('expected from to be a count, received -1');
    expect(() => runTraining({ from: 0, steps: 1.5, step })).toThrow('expected steps to be a count, received 1.5');
    expect(() => runTraining({ from: 0, steps: 1, step, save: { ...save, every: 0 } })).toThrow('save.every');
  });
});
