import { userPath } from '@electra-ts/cli';
import { applySettings } from '@electra-ts/config';
import { knownTasks, qualityOf, resolveTask } from '@electra-ts/tasks';
import { interruptible } from '../io/interruptible.js';
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
  readonly engine?: string;
  readonly threads?: number;
  readonly set?: readonly string[];
  readonly force: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
}

/** `electra-trainer finetune`. */
export async function finetuneModel(options: FinetuneCommandOptions): Promise<void> {
  const { seed, engine, threads, set = [], force, quiet } = options;
  const task = await resolveTask(Object.hasOwn(knownTasks, options.task) ? options.task : userPath(options.task));
  const configuration = applySettings({ seed }, [
    ...(engine === undefined ? [] : [`engine.name=${engine}`]),
    ...(threads === undefined ? [] : [`engine.threads=${threads}`]),
    ...set,
  ]);
  const out = userPath(options.out);
  const progress = new StageProgress({ title: 'finetune', quiet });
  const { start, evaluations, step } = await interruptible(
    (signal) =>
      runFinetuning(
        { task, model: userPath(options.model), data: userPath(options.data), out, configuration, force, signal },
        progress,
      ),
    `Stopped; the best model so far is in ${options.out}. Fine-tuning starts anew each time: add --force to replace it.`,
  );
  const best = evaluations.reduce((a, b) => (qualityOf(task, b.metrics) > qualityOf(task, a.metrics) ? b : a));
  const value = best.metrics[task.metric] ?? NaN;
  progress.done(`best ${task.metric} ${value.toFixed(4)} at step ${best.step} of ${start.steps}; model in ${options.out}`);
  if (options.json) {
    await printJson({ out, task: task.name, steps: step, best, labels: start.labels, examples: start.examples });
  }
}
