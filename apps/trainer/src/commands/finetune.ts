import { readdir } from 'node:fs/promises';
import { interruptible, taskPath, userPath } from '@electra-ts/cli';
import { applySettings, UserError } from '@electra-ts/config';
import { checkTasks, resolveTask, type Task } from '@electra-ts/tasks';
import { dataOfTasks } from '../io/data-of-tasks.js';
import { type EngineFlags, engineSettings } from '../io/engine-settings.js';
import { printJson } from '../io/print-json.js';
import { finetuneOnce, finetuneSeeds, type FinetuneJob } from '../stages/finetune-seeds.js';
import { finetuneTogether } from '../stages/finetune-together.js';
import { finetuneSweep } from '../stages/finetune-sweep.js';
import { combinations, parseSweep } from '../stages/sweep-axis.js';

/** What the user typed. */
export interface FinetuneCommandOptions extends EngineFlags {
  /** One, or several that are to share an encoder. */
  readonly task: readonly string[];
  readonly model: string;
  /** The task's folder; of several tasks `NAME=FOLDER` for each. */
  readonly data: readonly string[];
  readonly out: string;
  readonly seed: number;
  /** How many seeds from `seed` on, each a fine-tuning of its own. */
  readonly seeds: number;
  /** Settings to try values of, such as `training.learningRate=1e-4,3e-4`. */
  readonly sweep?: readonly string[];
  readonly set?: readonly string[];
  readonly resume: boolean;
  readonly force: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
}

/** `electra-trainer finetune`. */
export async function finetuneModel(options: FinetuneCommandOptions): Promise<void> {
  const { seed, set = [], resume, force, quiet, seeds, sweep = [] } = options;
  const tasks: Task[] = [];
  for (const each of options.task) tasks.push(await resolveTask(taskPath(each)));
  const data = tasks.length > 1 ? dataOfTasks(namesOf(tasks), options.data) : [onlyFolder(options.data)];
  const configuration = applySettings({ seed }, [...engineSettings(options), ...set]) as { readonly seed: number };
  if (tasks.length > 1) refuseSeveral(options);
  const all = combinations(sweep.map(parseSweep));
  if (sweep.length > 0) await refuseOthers(options, 'a sweep', [...all.map(({ name }) => name), 'sweep.json']);
  else if (seeds > 1) await refuseOthers(options, 'several seeds', [/^seed-\d+$/, 'seeds.json']);
  const tell = async (result: object) => {
    if (options.json) await printJson(result);
  };
  await interruptible(
    async (signal) => {
      const common = {
        model: userPath(options.model),
        out: userPath(options.out),
        shown: options.out,
        title: 'finetune',
        configuration,
        resume,
        force,
        quiet,
        signal,
      };
      const folders = data.map((each) => userPath(each));
      if (tasks.length > 1) return tell(await finetuneTogether({ ...common, tasks: tasks.map((task, i) => ({ task, data: folders[i] })) }));
      const job: FinetuneJob = { ...common, task: tasks[0], data: folders[0] };
      if (sweep.length > 0) return tell(await finetuneSweep(job, all, seeds));
      return tell(seeds > 1 ? await finetuneSeeds(job, seeds) : await finetuneOnce(job));
    },
    'Stopped and saved. The same command with --resume goes on from there.',
  );
}

/** The folder of the only task. */
function onlyFolder(data: readonly string[]): string {
  if (data.length === 1) return data[0];
  throw new UserError({ what: 'There are several --data and one --task', expected: 'one folder for one task, or a --task for each folder', received: data.join(', ') });
}

/** The names of tasks that are to be trained together. */
function namesOf(tasks: readonly Task[]): string[] {
  checkTasks(tasks);
  return tasks.map(({ name }) => name);
}

/** What tells apart runs of one task; several tasks have no common metric whose median it could tell. */
function refuseSeveral({ seeds, sweep = [] }: FinetuneCommandOptions): void {
  const flag = sweep.length > 0 ? '--sweep' : seeds > 1 ? '--seeds' : undefined;
  if (flag === undefined) return;
  throw new UserError({
    what: `${flag} goes with one task`,
    expected: 'one --task',
    received: 'several',
    remedy: `Leave ${flag} out, and run the command again with another --seed or --set and another --out.`,
  });
}

/**
 * @param what several fine-tunings there may be
 * @param ours names in their folder
 * @throws UserError where the folder holds something that is none of theirs, or theirs and nothing says what becomes of it
 */
async function refuseOthers({ out, resume, force }: FinetuneCommandOptions, what: string, ours: readonly (string | RegExp)[]): Promise<void> {
  const names = (await readdir(userPath(out)).catch((): string[] => [])).filter((name) => !name.startsWith('.')).sort();
  const isOurs = (name: string) => ours.some((each) => (typeof each === 'string' ? each === name : each.test(name)));
  const others = names.filter((name) => !isOurs(name));
  if (others.length > 0) {
    throw new UserError({
      what: `${out} holds something else than the models of ${what}`,
      expected: 'a folder that does not exist yet, or one that the same command wrote',
      received: others.slice(0, 5).join(', '),
      remedy: 'Choose another --out; nothing was changed.',
    });
  }
  if (names.length === 0 || resume || force) return;
  throw new UserError({
    what: `${out} holds fine-tunings of ${what}`,
    expected: 'a folder that does not exist yet',
    received: names.slice(0, 5).join(', '),
    remedy: 'Go on with them by --resume, which leaves finished ones as they are, replace them by --force, or choose another --out.',
  });
}
