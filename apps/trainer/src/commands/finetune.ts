import { readdir } from 'node:fs/promises';
import { interruptible, taskPath, userPath } from '@electra-ts/cli';
import { applySettings, UserError } from '@electra-ts/config';
import { resolveTask } from '@electra-ts/tasks';
import { printJson } from '../io/print-json.js';
import { finetuneOnce, finetuneSeeds, type FinetuneJob } from '../stages/finetune-seeds.js';
import { finetuneSweep } from '../stages/finetune-sweep.js';
import { combinations, parseSweep } from '../stages/sweep-axis.js';

/** What the user typed. */
export interface FinetuneCommandOptions {
  readonly task: string;
  readonly model: string;
  readonly data: string;
  readonly out: string;
  readonly seed: number;
  /** How many seeds from `seed` on, each a fine-tuning of its own. */
  readonly seeds: number;
  /** Settings to try values of, such as `training.learningRate=1e-4,3e-4`. */
  readonly sweep?: readonly string[];
  readonly engine?: string;
  readonly threads?: number;
  readonly precision?: string;
  readonly set?: readonly string[];
  readonly resume: boolean;
  readonly force: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
}

/** `electra-trainer finetune`. */
export async function finetuneModel(options: FinetuneCommandOptions): Promise<void> {
  const { seed, engine, threads, precision, set = [], resume, force, quiet, seeds, sweep = [] } = options;
  const task = await resolveTask(taskPath(options.task));
  const configuration = applySettings({ seed }, [
    ...(engine === undefined ? [] : [`engine.name=${engine}`]),
    ...(threads === undefined ? [] : [`engine.threads=${threads}`]),
    ...(precision === undefined ? [] : [`engine.precision=${precision}`]),
    ...set,
  ]) as { readonly seed: number };
  const all = combinations(sweep.map(parseSweep));
  if (sweep.length > 0) await refuseOthers(options, 'a sweep', [...all.map(({ name }) => name), 'sweep.json']);
  else if (seeds > 1) await refuseOthers(options, 'several seeds', [/^seed-\d+$/, 'seeds.json']);
  const tell = async (result: object) => {
    if (options.json) await printJson(result);
  };
  await interruptible(
    async (signal) => {
      const job: FinetuneJob = {
        task,
        model: userPath(options.model),
        data: userPath(options.data),
        out: userPath(options.out),
        shown: options.out,
        title: 'finetune',
        configuration,
        resume,
        force,
        quiet,
        signal,
      };
      if (sweep.length > 0) return tell(await finetuneSweep(job, all, seeds));
      return tell(seeds > 1 ? await finetuneSeeds(job, seeds) : await finetuneOnce(job));
    },
    'Stopped and saved. The same command with --resume goes on from there.',
  );
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
