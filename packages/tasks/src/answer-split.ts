import { UserError } from '@electra-ts/config';
import type { KindContext, TaskKind } from './kinds/task-kind.js';
import { Predictor, type PredictorOptions } from './predict.js';
import type { Split } from './readers/find-split.js';
import { readSplit } from './task-data.js';
import type { Task, TaskKindName } from './task-file.js';
import { assertKnownLabels } from './unknown-labels.js';

/** Which model answers which examples. */
export interface AnswerOptions extends PredictorOptions {
  readonly task: Task;
  /** Folder with the task's files. */
  readonly data: string;
  /** Default `dev`. */
  readonly split?: Split;
}

/** Examples of a task with a model's answers to them, one for each, in the order of the file. */
export interface AnsweredSplit {
  /** Of the task's kind, as `answers` are. */
  readonly examples: readonly object[];
  readonly answers: readonly object[];
  readonly kind: TaskKind;
  readonly context: KindContext;
}

/**
 * Lets a fine-tuned model answer a part of a task's data.
 *
 * @param gold whether right answers must be there
 * @throws UserError for a model or data that cannot be used, and a model for another kind of task
 */
export async function answerSplit(options: AnswerOptions, gold: 'required' | 'optional' = 'required'): Promise<AnsweredSplit> {
  const { task, data, split = 'dev' } = options;
  const examples = await readSplit(data, split, task, gold);
  const predictor = await Predictor.open(options);
  try {
    if (predictor.kindName !== task.kind) {
      throw new UserError({
        what: `${options.model} does not fit the task ${task.name}`,
        expected: `a model for ${task.kind}`,
        received: `one for ${predictor.kindName}`,
      });
    }
    assertKnownLabels(data, { split, kind: task.kind, examples }, predictor.context.labels);
    const answers: object[] = [];
    for await (const answer of predictor.answers(examples)) answers.push(answer);
    return { examples, answers, kind: predictor.kind, context: predictor.context };
  } finally {
    await predictor.close();
  }
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

/** Whether every example says what is right. */
export function hasGold(examples: readonly object[], kind: TaskKindName): boolean {
  return examples.every((example) => goldKeys[kind] in example);
}
