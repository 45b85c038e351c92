import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '@electra-ts/checkpoint';
import { type FinetuneOptions, type FinetuningResults, median } from '@electra-ts/tasks';
import { StageProgress } from '../progress/stage-progress.js';
import { describeBest } from './describe-best.js';
import { runFinetuning } from './run-finetuning.js';

/** A fine-tuning as the command runs it. */
export interface FinetuneJob extends Pick<FinetuneOptions, 'task' | 'model' | 'data' | 'out' | 'resume' | 'force'> {
  readonly configuration: { readonly seed: number };
  /** The folder as the user typed it. */
  readonly shown: string;
  /** Begins each line that is told. */
  readonly title: string;
  readonly quiet: boolean;
  readonly signal: AbortSignal;
}

/** How one fine-tuning went. */
export interface FinetuneResult {
  readonly out: string;
  readonly task: string;
  /** The metric that picked the best evaluation. */
  readonly metric: string;
  /** Updates done. */
  readonly steps: number;
  readonly best: { readonly step: number; readonly metrics: Readonly<Record<string, number>> };
  readonly labels: readonly string[];
  readonly examples: FinetuningResults['examples'];
  readonly paddingShare: number;
}

/** How the fine-tunings of several seeds went. */
export interface SeedsResult {
  readonly task: string;
  readonly metric: string;
  readonly median: number;
  /** Of each seed's best evaluation. */
  readonly values: readonly number[];
  readonly seeds: readonly { readonly seed: number; readonly out: string; readonly best: FinetuneResult['best'] }[];
}

/** Name of the file that holds a `SeedsResult`, beside the seeds' folders. */
const seedsFile = 'seeds.json';

/**
 * Fine-tunes once, or goes on with it, and tells how it went.
 *
 * @throws the signal's reason where it was stopped before its end
 */
export async function finetuneOnce({ title, shown, quiet, ...options }: FinetuneJob): Promise<FinetuneResult> {
  const progress = new StageProgress({ title, quiet });
  const { step, results } = await runFinetuning(options, progress);
  if (results?.best == null) {
    options.signal.throwIfAborted();
    throw new Error(`${shown}: the fine-tuning ended without an evaluation`);
  }
  const { best, metric, labels, examples, paddingShare = NaN } = results;
  const padding = `${Math.round(100 * paddingShare)} % of what was computed in training was padding`;
  progress.done(`${describeBest(metric, best.metrics[metric])} at step ${best.step} of ${results.steps}; ${padding}; model in ${shown}`);
  return { out: options.out, task: options.task.name, metric, steps: step, best, labels, examples, paddingShare };
}

/**
 * Fine-tunes with several seeds, each in a folder of its own, and writes what they came to, the median first: papers report
 * it, since single runs of small tasks vary much. With `resume`, seeds that are finished stay as they are.
 *
 * @throws the signal's reason where it was stopped before its end
 */
export async function finetuneSeeds(job: FinetuneJob, count: number): Promise<SeedsResult> {
  const { task, configuration, title, quiet, signal } = job;
  const seeds: SeedsResult['seeds'][number][] = [];
  const values: number[] = [];
  let metric = '';
  for (let seed = configuration.seed; seed < configuration.seed + count; seed++) {
    signal.throwIfAborted();
    const name = `seed-${seed}`;
    const out = join(job.out, name);
    const isBegun = await readdir(out).then((names) => names.length > 0, () => false);
    const own = { out, shown: join(job.shown, name), title: `${title} ${name}`, configuration: { ...configuration, seed } };
    const { best, metric: ofSeed } = await finetuneOnce({ ...job, ...own, resume: job.resume === true && isBegun });
    seeds.push({ seed, out, best });
    metric = ofSeed;
    values.push(best.metrics[metric] ?? NaN);
  }
  const summary = { task: task.name, metric, median: median(values), values, seeds };
  await writeFileAtomically(join(job.out, seedsFile), `${JSON.stringify(summary, null, 2)}\n`);
  if (!quiet) process.stderr.write(`median ${metric} of ${values.length} ${values.length === 1 ? 'seed' : 'seeds'}: ${summary.median.toFixed(4)}\n`);
  return summary;
}
