import { lastValueFrom, toArray } from 'rxjs';
import { runTraining, type TrainingPlan } from './run-training.js';
import { SaveBeside } from './save-beside.js';

/** A promise that somebody else ends. */
function deferred() {
  let resolve: (folder: string) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<string>((...both) => ([resolve, reject] = both));
  return { promise, resolve, reject };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('SaveBeside', () => {
  const told = (events: SaveBeside['end']) => lastValueFrom(events.pipe(toArray()));

  it('tells of nothing where nothing is written', async () => {
    const beside = new SaveBeside();
    expect(await told(beside.end)).toEqual([]);
    expect(await told(beside.endIfOver)).toEqual([]);
  });

  it('tells of a checkpoint once, when it is written', async () => {
    const beside = new SaveBeside();
    const { promise, resolve } = deferred();
    beside.begin(4, promise);
    expect(await told(beside.endIfOver)).toEqual([]);
    resolve('at-4');
    await turn();
    expect(await told(beside.endIfOver)).toEqual([{ type: 'checkpoint', step: 4, folder: 'at-4' }]);
    expect(await told(beside.end)).toEqual([]);
  });
});

describe('runTraining with a save that has a beginning', () => {
  /** Steps 1 to 6 with saves due at 2 and 4; the write that began at 2 ends at the step that is given. */
  async function run(endsAt: number, end: (write: ReturnType<typeof deferred>) => void, options: Partial<TrainingPlan> = {}) {
    const log: string[] = [];
    const write = deferred();
    write.promise.catch(() => undefined);
    const plan: TrainingPlan = {
      from: 0,
      steps: 6,
      step: async (n) => {
        log.push(`step ${n}`);
        if (n === endsAt) end(write);
        await turn();
        return { loss: 1 };
      },
      save: {
        every: 2,
        begin: async (n) => {
          log.push(`begin ${n}`);
          return { written: n === 2 ? write.promise : Promise.resolve(`at-${n}`) };
        },
        run: async (n) => {
          log.push(`save ${n}`);
          return `at-${n}`;
        },
      },
      ...options,
    };
    await runTraining(plan).forEach((event) => event.type === 'checkpoint' && log.push(`${event.folder} of ${event.step}`));
    return log;
  }

  it('goes on meanwhile, and tells of it after the update at which it is over', async () => {
    expect(await run(3, ({ resolve }) => resolve('at-2'))).toEqual([
      ...['step 1', 'step 2', 'begin 2', 'step 3', 'at-2 of 2', 'step 4', 'begin 4'],
      ...['step 5', 'at-4 of 4', 'step 6', 'save 6', 'at-6 of 6'],
    ]);
  });

  it('waits for it before the next save', async () => {
    const late = ({ resolve }: ReturnType<typeof deferred>) => void setTimeout(() => resolve('at-2'), 20);
    expect(await run(4, late)).toEqual([
      ...['step 1', 'step 2', 'begin 2', 'step 3', 'step 4', 'at-2 of 2', 'begin 4'],
      ...['step 5', 'at-4 of 4', 'step 6', 'save 6', 'at-6 of 6'],
    ]);
  });

  it('waits for it before the end, where it is stopped, and saves what came since', async () => {
    const controller = new AbortController();
    const late = ({ resolve }: ReturnType<typeof deferred>) => {
      controller.abort();
      setTimeout(() => resolve('at-2'), 20);
    };
    expect(await run(3, late, { signal: controller.signal })).toEqual([
      ...['step 1', 'step 2', 'begin 2', 'step 3', 'at-2 of 2', 'save 3', 'at-3 of 3'],
    ]);
  });

  it('fails with what writing failed with', async () => {
    await expect(run(3, ({ reject }) => reject(new Error('the disk is full')))).rejects.toThrow('the disk is full');
  });
});
