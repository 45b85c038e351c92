import { join } from 'node:path';
import { readConfigFile } from '@electra-ts/config';
import { classify, type ClassifyOptions } from './classify.js';
import type { Split } from './labelled-data.js';
import { scoreAll } from './metrics.js';
import { classOf, readSplit } from './task-data.js';
import type { Task } from './task-file.js';

/** A classifier's results on one part of a task's data. */
export interface Score {
  readonly task: string;
  readonly split: Split;
  readonly examples: number;
  /** By the names that official scripts use, 0 to 1 (`matthews_correlation` from -1). */
  readonly metrics: Readonly<Record<string, number>>;
}

/**
 * Scores a fine-tuned classifier on a task.
 *
 * @throws UserError for a model or data that cannot be used, and a label that the model does not have
 */
export async function scoreTask(
  options: Omit<ClassifyOptions, 'texts'> & { readonly task: Task; readonly data: string; readonly split?: Split },
): Promise<Score> {
  const { task, data, split = 'dev' } = options;
  const examples = await readSplit(data, split, task);
  const labels = await modelLabels(options.model);
  const predicted: number[] = [];
  const scores: number[] = [];
  for await (const { label, scores: byLabel } of classify({ ...options, texts: examples })) {
    predicted.push(labels.indexOf(label));
    scores.push(byLabel[labels[1]]);
  }
  const classes = new Map(labels.map((label, place) => [label, place]));
  const gold = examples.map(({ label }) => classOf(classes, label));
  const metrics = scoreAll({ gold, predicted, scores }, labels.length) as Record<string, number>;
  return { task: task.name, split, examples: examples.length, metrics };
}

/** Labels in the order of the classes; transformers leaves out the names of two that nobody named. */
async function modelLabels(folder: string): Promise<string[]> {
  const json = (await readConfigFile(join(folder, 'config.json'))) as { id2label?: Record<string, string> } | null;
  return Object.values(json?.id2label ?? { 0: 'LABEL_0', 1: 'LABEL_1' });
}
