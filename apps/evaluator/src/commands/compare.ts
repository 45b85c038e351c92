import { taskPath, userPath } from '@electra-ts/cli';
import type { EngineChoice } from '@electra-ts/engine';
import { resolveTask, type Split, type Task } from '@electra-ts/tasks';
import { comparisonText } from '../compare/comparison-text.js';
import { compareRuns } from '../compare/compare-runs.js';
import { chosenEngine } from '../io/chosen-engine.js';
import { warn } from '../io/warn.js';
import { readRuns } from '../runs/read-runs.js';

/** Data on which fine-tuned models are asked. */
export interface DataOptions extends EngineChoice {
  /** A task file, or the name of a built-in task; the models' own name when absent. */
  readonly task?: string;
  readonly data?: string;
  readonly split: Split;
}

/** `electra-evaluator compare`: runs side by side at equal steps, FLOPs and seconds. */
export async function compare(paths: readonly string[], options: DataOptions & { readonly resamples: number; readonly json: boolean }): Promise<void> {
  const { split, resamples, json } = options;
  const runs = await readRuns(paths, warn);
  const data = options.data === undefined ? undefined : userPath(options.data);
  const comparison = await compareRuns(runs, { ...chosenEngine(options), data, task: await taskOf(options), split, resamples });
  process.stdout.write(json ? `${JSON.stringify(comparison)}\n` : comparisonText(comparison));
}

/** The task that the user named, if any. */
export async function taskOf({ task }: Pick<DataOptions, 'task'>): Promise<Task | undefined> {
  if (task === undefined) return undefined;
  return resolveTask(taskPath(task));
}
