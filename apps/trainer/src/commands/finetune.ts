import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '@electra-ts/checkpoint';
import { interruptible, taskPath, userPath } from '@electra-ts/cli';
import { applySettings, UserError } from '@electra-ts/config';
import { median, qualityOf, readResults, resolveTask, type Task } from '@electra-ts/tasks';
import { printJson } from '../io/print-json.js';
import { StageProgress } from '../progress/stage-progress.js';
import { runFinetuning } from '../stages/run-finetuning.js';

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
  readonly force: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
}

/** How one fine-tuning went. */
interface SeedResult {
  readonly seed: number;
  readonly out: string;
  readonly best: { readonly step: number; readonly metrics: Readonly<Record<string, number>> };
}

/** `electra-trainer finetune`. */
export async function finetuneModel(options: FinetuneCommandOptions): Promise<void> {
  const { seed, engine, threads, precision, set = [], force, quiet, seeds } = options;
  const task = await resolveTask(taskPath(options.task));
  const configuration = applySettings({ seed }, [
    ...(engine === undefined ? [] : [`engine.name=${engine}`]),
    ...(threads === undefined ? [] : [`engine.threads=${threads}`]),
    ...(precision === undefined ? [] : [`engine.precision=${precision}`]),
    ...set,
  ]) as { readonly seed: number };
  if (seeds > 1) await refuseOthers(options.out);
  const results: SeedResult[] = [];
  for (let number = 0; number < seeds; number++) {
    const name = `seed-${configuration.seed + number}`;
    const [out, shown] = seeds === 1 ? [userPath(options.out), options.out] : [join(userPath(options.out), name), join(options.out, name)];
    const own = seeds === 1 ? configuration : { ...configuration, seed: configuration.seed + number };
    const progress = new StageProgress({ title: seeds === 1 ? 'finetune' : `finetune ${name}`, quiet });
    const { start, evaluations, step } = await interruptible(
      (signal) =>
        runFinetuning(
          { task, model: userPath(options.model), data: userPath(options.data), out, configuration: own, force, signal },
          progress,
        ),
      `Stopped; the best model so far is in ${shown}. Fine-tuning starts anew each time: add --force to replace it.`,
    );
    const best = evaluations.reduce((a, b) => (qualityOf(task, b.metrics) > qualityOf(task, a.metrics) ? b : a));
    const value = best.metrics[task.metric] ?? NaN;
    const paddingShare = (await readResults(out))?.paddingShare ?? NaN;
    const padding = `${Math.round(100 * paddingShare)} % of what was computed in training was padding`;
    progress.done(`best ${task.metric} ${value.toFixed(4)} at step ${best.step} of ${start.steps}; ${padding}; model in ${shown}`);
    results.push({ seed: own.seed, out, best });
    if (options.json && seeds === 1) {
      await printJson({ out, task: task.name, steps: step, best, labels: start.labels, examples: start.examples, paddingShare });
    }
  }
  if (seeds > 1) await tellSeeds(results, task, options);
}

/** @throws UserError where the folder for several seeds holds something that is none of theirs */
async function refuseOthers(folder: string): Promise<void> {
  const names = await readdir(userPath(folder)).catch((): string[] => []);
  const others = names.filter((name) => !/^(seed-\d+|seeds\.json|\..*)$/.test(name));
  if (others.length === 0) return;
  throw new UserError({
    what: `${folder} holds something else than models of several seeds`,
    expected: 'a folder that does not exist yet, or one that an earlier --seeds wrote',
    received: others.sort().slice(0, 5).join(', '),
    remedy: 'Choose another --out; nothing was changed.',
  });
}

/** Writes what the seeds came to, the median first: papers report it, since single runs of small tasks vary much. */
async function tellSeeds(results: readonly SeedResult[], task: Task, { out, quiet, json }: FinetuneCommandOptions): Promise<void> {
  const values = results.map(({ best }) => best.metrics[task.metric] ?? NaN);
  const summary = { task: task.name, metric: task.metric, median: median(values), values, seeds: results };
  await writeFileAtomically(join(userPath(out), 'seeds.json'), `${JSON.stringify(summary, null, 2)}\n`);
  if (!quiet) process.stderr.write(`median ${task.metric} of ${values.length} seeds: ${summary.median.toFixed(4)}\n`);
  if (json) await printJson(summary);
}
