import { UserError } from '@electra-ts/config';
import { type Gold, inferLabels, type LabeledExample } from './labeled-data.js';
import { findSplit, type Split } from './readers/find-split.js';
import { isHeldOut } from './readers/hold-out.js';
import { exampleReaders } from './readers/read-examples.js';
import type { KindSettings } from './kinds/task-kind.js';
import type { MultilabelExample } from './kinds/multilabel.js';
import type { QuestionExample } from './kinds/question-answering.js';
import type { MeasuredExample } from './kinds/regression.js';
import type { TaggedExample } from './kinds/tagging.js';
import type { Task } from './task-file.js';
import { assertKnownLabels } from './unknown-labels.js';

/** The examples of a task and what its model's outputs mean, read and checked. */
export interface TaskTexts {
  readonly train: readonly object[];
  readonly dev: readonly object[];
  /** In the order of the model's outputs; none where these are places in the input. */
  readonly labels: readonly string[];
  readonly settings: KindSettings;
  /** Regression: what training maps to 0 to 1. */
  readonly range?: readonly [number, number];
}

/**
 * Reads what a fine-tuning needs: training and development examples.
 *
 * @throws UserError for a file that is missing or wrong, fewer than two labels, and a label that training never shows
 */
export async function readTaskTexts(folder: string, task: Task): Promise<TaskTexts> {
  const train = await readSplit(folder, 'train', task);
  const dev = await readSplit(folder, 'dev', task);
  const outputs = outputsOf(train, task, folder);
  for (const [split, examples] of [['train', train], ['dev', dev]] as const) {
    assertKnownLabels(folder, { split, kind: task.kind, examples }, outputs.labels);
  }
  return { train, dev, ...outputs };
}

/**
 * The examples of one part of a task's data, of the type of the task's kind. With `holdOut` and no development file, training examples are
 * divided into both.
 *
 * @param gold whether right answers must be there
 * @throws UserError where there is no such file, or it is wrong
 */
export async function readSplit(folder: string, split: Split, task: Task, gold: Gold = 'required'): Promise<object[]> {
  const { extensions, read } = exampleReaders[task.kind];
  const readFile = async (part: Split): Promise<object[]> => {
    const path = await findSplit(folder, part, task, extensions);
    if (path === null) throw noFile(folder, part, extensions);
    return (read as (path: string, task: Task, gold: Gold) => Promise<object[]>)(path, task, gold);
  };
  if (!task.holdOut || split === 'test' || (await findSplit(folder, 'dev', task, extensions)) !== null) return readFile(split);
  const examples = (await readFile('train')).filter((example) => isHeldOut(example) === (split === 'dev'));
  if (examples.length > 0) return examples;
  throw new UserError({
    what: `${folder} has too few training examples to hold out a tenth of them as development data`,
    expected: `a dev file, or some dozens of different examples`,
  });
}

function noFile(folder: string, split: Split, extensions: readonly string[]): UserError {
  const another = `Or name another file in a task file, as files.${split}`;
  return new UserError({
    what: `${folder} has no ${split} file`,
    expected: extensions.map((extension) => split + extension).join(' or '),
    remedy: split === 'dev' ? `${another}; or say holdOut: true there, which takes a tenth of the training examples.` : `${another}.`,
  });
}

function outputsOf(train: readonly object[], task: Task, folder: string): Omit<TaskTexts, 'train' | 'dev'> {
  switch (task.kind) {
    case 'classification':
      return { labels: several(task.labels ?? inferLabels(train as readonly LabeledExample[]), folder), settings: {} };
    case 'multilabel': {
      const named = (train as readonly MultilabelExample[]).flatMap(({ labels = [] }) => labels.map((label) => ({ label })));
      const labels = task.labels ?? inferLabels(named);
      if (labels.length === 0) throw new UserError({ what: `The training examples of ${folder} have no labels` });
      return { labels, settings: {} };
    }
    case 'tagging': {
      const tags = (train as readonly TaggedExample[]).flatMap((example) => (example.tags ?? []).map((label) => ({ label })));
      return { labels: several(task.labels ?? inferLabels(tags), folder), settings: {} };
    }
    case 'regression': {
      const values = (train as readonly MeasuredExample[]).map(({ value = 0 }) => value);
      return { labels: ['score'], settings: {}, range: task.range ?? rangeOf(values, folder) };
    }
    case 'question-answering': {
      const unanswerable = (train as readonly QuestionExample[]).some(({ answers = [] }) => answers.length === 0);
      return { labels: [], settings: { unanswerable } };
    }
    case 'multiple-choice':
      return { labels: [], settings: {} };
  }
}

function several(labels: readonly string[], folder: string): readonly string[] {
  if (labels.length >= 2) return labels;
  throw new UserError({
    what: `The training examples of ${folder} have one label`,
    expected: 'at least two different labels',
    received: labels.join(', '),
  });
}

function rangeOf(values: readonly number[], folder: string): readonly [number, number] {
  const [low, high] = values.reduce(([least, most], value) => [Math.min(least, value), Math.max(most, value)], [Infinity, -Infinity]);
  if (low < high) return [low, high];
  throw new UserError({
    what: `The training examples of ${folder} all have the same number`,
    expected: 'at least two different ones',
    received: String(low),
  });
}
