import { UserError } from '@electra-ts/config';
import { Predictor, type PredictorOptions } from './predict.js';
import type { Split } from './readers/find-split.js';
import { readSplit } from './task-data.js';
import type { Task } from './task-file.js';

/** A model's results on one part of a task's data. */
export interface Score {
  readonly task: string;
  readonly split: Split;
  readonly examples: number;
  /**
   * By the names that official scripts use: 0 to 1 (correlations from -1), but SQuAD's in per cent.
   */
  readonly metrics: Readonly<Record<string, number>>;
}

/**
 * Scores a fine-tuned model on a task.
 *
 * @throws UserError for a model or data that cannot be used, a model for another kind of task, and a label that the
 *   model does not have
 */
export async function scoreTask(
  options: PredictorOptions & { readonly task: Task; readonly data: string; readonly split?: Split },
): Promise<Score> {
  const { task, data, split = 'dev' } = options;
  const examples = await readSplit(data, split, task);
  const predictor = await Predictor.open(options);
  try {
    if (predictor.kindName !== task.kind) {
      throw new UserError({
        what: `${options.model} does not fit the task ${task.name}`,
        expected: `a model for ${task.kind}`,
        received: `one for ${predictor.kindName}`,
      });
    }
    const answers: object[] = [];
    for await (const answer of predictor.answers(examples)) answers.push(answer);
    const metrics = predictor.kind.score(examples, answers, predictor.context);
    return { task: task.name, split, examples: examples.length, metrics };
  } finally {
    await predictor.close();
  }
}
