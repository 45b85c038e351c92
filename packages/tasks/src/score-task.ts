import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '@electra-ts/checkpoint';
import { UserError } from '@electra-ts/config';
import { Predictor, type PredictorOptions } from './predict.js';
import type { Split } from './readers/find-split.js';
import { submissionFile } from './submission.js';
import { readSplit } from './task-data.js';
import type { Task, TaskKindName } from './task-file.js';

/** A model's results on one part of a task's data. */
export interface Score {
  readonly task: string;
  readonly split: Split;
  readonly examples: number;
  /**
   * By the names that official scripts use: 0 to 1 (correlations from -1), but SQuAD's in per cent.
   */
  readonly metrics: Readonly<Record<string, number>>;
  /** The file of answers that was written. */
  readonly submission?: string;
}

/** What `scoreTask` is told. */
export interface ScoreOptions extends PredictorOptions {
  readonly task: Task;
  readonly data: string;
  /** Default `dev`. */
  readonly split?: Split;
  /** Folder for a file of the answers, in the benchmark's own form. With it, right answers need not be known. */
  readonly submission?: string;
}

/** Where each kind's examples have their right answers. */
const goldKeys: Readonly<Record<TaskKindName, string>> = {
  classification: 'label',
  regression: 'value',
  multilabel: 'labels',
  tagging: 'tags',
  'question-answering': 'answers',
  'multiple-choice': 'answer',
};

/**
 * Scores a fine-tuned model on a task. Without right answers in the file there are no metrics.
 *
 * @throws UserError for a model or data that cannot be used, a model for another kind of task, and a label that the
 *   model does not have
 */
export async function scoreTask(options: ScoreOptions): Promise<Score> {
  const { task, data, split = 'dev', submission } = options;
  const examples = await readSplit(data, split, task, submission === undefined ? 'required' : 'optional');
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
    const known = examples.every((example) => goldKeys[task.kind] in example);
    const metrics = known ? predictor.kind.score(examples, answers, predictor.context) : {};
    const score = { task: task.name, split, examples: examples.length, metrics };
    if (submission === undefined) return score;
    const { name, content } = submissionFile(task, examples, answers);
    await mkdir(submission, { recursive: true });
    await writeFileAtomically(join(submission, name), content);
    return { ...score, submission: join(submission, name) };
  } finally {
    await predictor.close();
  }
}
