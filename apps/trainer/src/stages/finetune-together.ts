import { join } from 'node:path';
import { finetuneTasks, type FinetuneTasksOptions, labelsInWords, readMultitaskResults, readResults } from '@electra-ts/tasks';
import { StageProgress } from '../progress/stage-progress.js';
import type { FinetuneJob, FinetuneResult } from './finetune-seeds.js';
import { followFinetuning } from './run-finetuning.js';

/** A fine-tuning of several tasks as the command runs it. */
export interface TogetherJob extends Omit<FinetuneJob, 'task' | 'data'>, Pick<FinetuneTasksOptions, 'tasks'> {}

/** How a fine-tuning of several tasks went. */
export interface TogetherResult {
  readonly out: string;
  /** Updates done. */
  readonly steps: number;
  /** Of the evaluation that was kept: the mean of the tasks' metrics. */
  readonly mean: number;
  readonly paddingShare: number;
  /** Of each, its model's folder, and the steps that were its own. */
  readonly tasks: readonly Omit<FinetuneResult, 'paddingShare'>[];
}

/**
 * Fine-tunes on several tasks with one encoder, or goes on with it, and tells how it went.
 *
 * @throws the signal's reason where it was stopped before its end
 */
export async function finetuneTogether({ title, shown, quiet, ...options }: TogetherJob): Promise<TogetherResult> {
  const progress = new StageProgress({ title, quiet });
  // A task has half a dozen; tasks.json has them all.
  const told = ['mean'];
  const { step } = await followFinetuning(
    (tell) =>
      finetuneTasks({
        ...options,
        onStart: (start) => {
          tell(start);
          told.push(...start.tasks.map(({ task, metric }) => `${task}/${metric}`));
          for (const { task, labelCounts } of start.tasks) {
            if (labelCounts.length > 0) progress.note(`${task}: labels in training: ${labelsInWords(labelCounts)}`);
          }
          progress.note(`an encoder for ${start.tasks.map(({ task, steps }) => `${task} (${steps} of ${start.steps} steps)`).join(', ')}`);
        },
      }),
    progress,
    told,
  );
  const results = await readMultitaskResults(options.out);
  if (results?.best == null) {
    options.signal.throwIfAborted();
    throw new Error(`${shown}: the fine-tuning ended without an evaluation`);
  }
  const { best, paddingShare } = results;
  const tasks = await Promise.all(
    results.tasks.map(async ({ task, metric, steps }) => {
      const out = join(options.out, task);
      const own = await readResults(out);
      if (own?.best == null) throw new Error(`${join(shown, task)}: the task's results are not there`);
      progress.note(`${task}: ${metric} ${(own.best.metrics[metric] ?? NaN).toFixed(4)}, model in ${join(shown, task)}`);
      return { out, task, metric, steps, best: own.best, labels: own.labels, examples: own.examples };
    }),
  );
  const mean = best.metrics['mean'];
  const padding = `${Math.round(100 * paddingShare)} % of what was computed in training was padding`;
  progress.done(`best mean ${mean.toFixed(4)} at step ${best.step} of ${results.steps}; ${padding}; models in ${shown}`);
  return { out: options.out, steps: step, mean, paddingShare, tasks };
}
