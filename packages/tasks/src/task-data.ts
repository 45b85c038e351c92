import { UserError } from '@electra-ts/config';
import { encodeExamples, type ExampleTokenizer } from './encode-examples.js';
import { findSplit, inferLabels, type LabelledExample, readLabelled, type Split } from './labelled-data.js';
import type { TaskExample } from './task-batches.js';
import type { Task } from './task-file.js';

/** The texts of a task and its labels, read and checked. */
export interface TaskTexts {
  readonly train: readonly LabelledExample[];
  readonly dev: readonly LabelledExample[];
  /** In the order of the model's classes. */
  readonly labels: readonly string[];
}

/**
 * Reads what a fine-tuning needs: training and development examples.
 *
 * @throws UserError for a file that is missing or wrong, fewer than two labels, and a label that training never shows
 */
export async function readTaskTexts(folder: string, task: Task): Promise<TaskTexts> {
  const train = await readSplit(folder, 'train', task);
  const dev = await readSplit(folder, 'dev', task);
  const labels = task.labels ?? inferLabels(train);
  if (labels.length < 2) {
    throw new UserError({
      what: `The training examples of ${folder} have one label`,
      expected: 'at least two different labels',
      received: labels.join(', '),
    });
  }
  return { train, dev, labels };
}

/**
 * The examples of one part of a task's data.
 *
 * @throws UserError where there is no such file, or it is wrong
 */
export async function readSplit(folder: string, split: Split, task: Task): Promise<LabelledExample[]> {
  const path = await findSplit(folder, split, task);
  if (path === null) {
    throw new UserError({
      what: `${folder} has no ${split} file`,
      expected: `${split}.tsv or ${split}.jsonl`,
      remedy: `Or name another file in the task file, as files.${split}.`,
    });
  }
  return readLabelled(path, task);
}

/**
 * Encodes examples and turns labels into classes.
 *
 * @returns the examples, and how many were cut to `maxLength` tokens
 * @throws UserError at a label that is not one of the task's
 */
export async function encodeTask(
  examples: readonly LabelledExample[],
  labels: readonly string[],
  tokenizer: ExampleTokenizer,
  maxLength: number,
): Promise<{ examples: TaskExample[]; truncated: number }> {
  const { encoded, truncated } = await encodeExamples(examples, tokenizer, maxLength);
  const classes = new Map(labels.map((label, place) => [label, place]));
  return { examples: encoded.map((each, i) => ({ ...each, label: classOf(classes, examples[i].label) })), truncated };
}

/** @throws UserError at a label that is not one of the task's */
export function classOf(classes: ReadonlyMap<string, number>, label: string): number {
  const place = classes.get(label);
  if (place === undefined) {
    throw new UserError({
      what: 'An example has a label that the task does not know',
      expected: [...classes.keys()].join(', '),
      received: label,
    });
  }
  return place;
}
