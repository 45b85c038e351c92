import { readdir } from 'node:fs/promises';
import { interruptible, taskPath, userPath } from '@electra-ts/cli';
import { applySettings, UserError } from '@electra-ts/config';
import { resolveTask } from '@electra-ts/tasks';
import { printJson } from '../io/print-json.js';
import { finetuneOnce, finetuneSeeds, type FinetuneJob } from '../stages/finetune-seeds.js';

/** What the user typed. */
export interface FinetuneCommandOptions {
  readonly task: string;
  readonly model: string;
  readonly data: string;
  readonly out: string;
  readonly seed: number;
  /** How many seeds from `seed` on, each a fine-tuning of its own. */
  readonly seeds: number;
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
  const { seed, engine, threads, precision, set = [], resume, force, quiet, seeds } = options;
  const task = await resolveTask(taskPath(options.task));
  const configuration = applySettings({ seed }, [
    ...(engine === undefined ? [] : [`engine.name=${engine}`]),
    ...(threads === undefined ? [] : [`engine.threads=${threads}`]),
    ...(precision === undefined ? [] : [`engine.precision=${precision}`]),
    ...set,
  ]) as { readonly seed: number };
  if (seeds > 1) await refuseOthers(options);
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
      const result = seeds > 1 ? await finetuneSeeds(job, seeds) : await finetuneOnce(job);
      if (options.json) await printJson(result);
    },
    'Stopped and saved. The same command with --resume goes on from there.',
  );
}

/** @throws UserError where the folder for several seeds holds something that is none of theirs, or theirs and nothing says what becomes of it */
async function refuseOthers({ out, resume, force }: FinetuneCommandOptions): Promise<void> {
  const names = await readdir(userPath(out)).catch((): string[] => []);
  const others = names.filter((name) => !/^(seed-\d+|seeds\.json|\..*)$/.test(name));
  if (others.length > 0) {
    throw new UserError({
      what: `${out} holds something else than models of several seeds`,
      expected: 'a folder that does not exist yet, or one that an earlier --seeds wrote',
      received: others.sort().slice(0, 5).join(', '),
      remedy: 'Choose another --out; nothing was changed.',
    });
  }
  const earlier = names.filter((name) => name.startsWith('seed'));
  if (earlier.length === 0 || resume || force) return;
  throw new UserError({
    what: `${out} holds fine-tunings of several seeds`,
    expected: 'a folder that does not exist yet',
    received: earlier.sort().slice(0, 5).join(', '),
    remedy: 'Go on with them by --resume, which leaves finished ones as they are, replace them by --force, or choose another --out.',
  });
}
