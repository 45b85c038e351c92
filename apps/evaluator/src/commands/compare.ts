import { taskPath, userPath } from '@electra-ts/cli';
import type { EngineName } from '@electra-ts/engine';
import { resolveTask, type Split, type Task } from '@electra-ts/tasks';
import { comparisonText } from '../compare/comparison-text.js';
import { compareRuns } from '../compare/compare-runs.js';
import { readRuns } from '../runs/read-runs.js';

/** Data on which fine-tuned models are asked. */
export interface DataOptions {
  /** A task file, or the name of a built-in task; the models' own name when absent. */
  readonly task?: string;
  readonly data?: string;
  readonly split: Split;
  readonly engine: EngineName | 'auto';
}

/** `electra-evaluator compare`: runs side by side at equal steps, FLOPs and seconds. */
export async function compare(paths: readonly string[], options: DataOptions & { readonly resamples: number; readonly json: boolean }): Promise<void> {
  const { split, engine, resamples, json } = options;
  const runs = await readRuns(paths);
  const data = options.data === undefined ? undefined : userPath(options.data);
  const comparison = await compareRuns(runs, { data, task: await taskOf(options), split, engine, resamples });
  process.stdout.write(json ? `${JSON.stringify(comparison)}\n` : comparisonText(comparison));
}

/** The task that the user named, if any. */
export async function taskOf({ task }: Pick<DataOptions, 'task'>): Promise<Task | undefined> {
  if (task === undefined) return undefined;
  return resolveTask(taskPath(task));
}
