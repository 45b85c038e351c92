import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeFileAtomically } from '@electra-ts/checkpoint';
import { type AnswerOptions, answerSplit, hasGold } from './answer-split.js';
import type { Split } from './readers/find-split.js';
import { submissionFile } from './submission.js';
import { submissionPath } from './submission-path.js';

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
 * @throws UserError for a model or data that cannot be used, a model for another kind of task, a label that the
 *   model does not have, and, before anything is computed, a file of answers that cannot be written
 */
export async function scoreTask(options: ScoreOptions): Promise<Score> {
  const { task, split = 'dev' } = options;
  const submission = options.submission === undefined ? undefined : await submissionPath(options.submission, task);
  const { examples, answers, kind, context } = await answerSplit(options, submission === undefined ? 'required' : 'optional');
  const metrics = hasGold(examples, task.kind) ? kind.score(examples, answers, context) : {};
  const score = { task: task.name, split, examples: examples.length, metrics };
  if (submission === undefined) return score;
  const { content } = submissionFile(task, examples, answers);
  await mkdir(dirname(submission), { recursive: true });
  await writeFileAtomically(submission, content);
  return { ...score, submission };
}
