import { taskPath, userPath } from '@electra-ts/cli';
import type { EngineChoice } from '@electra-ts/engine';
import { finetunedFolder, resolveTask, scoreTask, type Split } from '@electra-ts/tasks';
import { chosenEngine } from '../io/chosen-engine.js';
import { warn } from '../io/warn.js';

/** `electra-evaluator score`: official metrics of a fine-tuned model on a split of its task. */
export async function score(
  options: EngineChoice & {
    readonly model: string;
    readonly task: string;
    readonly data: string;
    readonly split: Split;
    readonly submission?: string;
    readonly json: boolean;
  },
): Promise<void> {
  const task = await resolveTask(taskPath(options.task));
  const { data, split, json } = options;
  const model = await finetunedFolder(userPath(options.model), warn);
  const submission = options.submission === undefined ? undefined : userPath(options.submission);
  const result = await scoreTask({ ...chosenEngine(options), model, data: userPath(data), task, split, submission, warn });
  if (json) {
    process.stdout.write(`${JSON.stringify(result)}\n`);
    return;
  }
  const metrics = Object.entries(result.metrics).map(([name, value]) => `${name} ${value.toFixed(4)}`);
  const found = metrics.length === 0 ? 'without right answers, no metrics' : metrics.join(', ');
  process.stdout.write(`${result.task} ${result.split} (${result.examples} examples): ${found}\n`);
  if (result.submission !== undefined) process.stdout.write(`answers in ${result.submission}\n`);
}
