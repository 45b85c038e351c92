import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '@electra-ts/checkpoint';
import { type AnswerOptions, answerSplit, hasGold } from './answer-split.js';
import type { Split } from './readers/find-split.js';
import { submissionFile } from './submission.js';

/** A model's results on one part of a task's data. */
export interface Score {
  readonly task: string;
  readonly split: Split;
  readonly examples: number;
  /**
   * By the names that official scripts use: 0 to 1 (correlations from -1), but SQuAD's in percent.
   */
  readonly metrics: Readonly<Record<string, number>>;
  /** The file of answers that was written. */
  readonly submission?: string;
}

/** What `scoreTask` is told. */
export interface ScoreOptions extends AnswerOptions {
  /** Folder for a file of the answers, in the benchmark's own form. With it, right answers need not be known. */
  readonly submission?: string;
}

/**
 * Scores a fine-tuned model on a task. Without right answers in the file there are no metrics.
 *
 * @throws UserError for a model or data that cannot be used, a model for another kind of task, and a label that the
 *   model does not have
 */
export async function scoreTask(options: ScoreOptions): Promise<Score> {
  const { task, split = 'dev', submission } = options;
  const { examples, answers, kind, context } = await answerSplit(options, submission === undefined ? 'required' : 'optional');
  const metrics = hasGold(examples, task.kind) ? kind.score(examples, answers, context) : {};
  const score = { task: task.name, split, examples: examples.length, metrics };
  if (submission === undefined) return score;
  const { name, content } = submissionFile(task, examples, answers);
  await mkdir(submission, { recursive: true });
  await writeFileAtomically(join(submission, name), content);
  return { ...score, submission: join(submission, name) };
}
