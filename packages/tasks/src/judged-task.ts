import { UserError } from '@electra-ts/config';
import type { QuestionExample } from './kinds/question-answering.js';
import type { MeasuredExample } from './kinds/regression.js';
import type { TaggedExample } from './kinds/tagging.js';
import type { LabeledExample } from './labeled-data.js';
import { tagSpans } from './metrics/tag-spans.js';
import type { TaskTexts } from './task-data.js';
import type { Task } from './task-file.js';

/** A task that says by which metric its best evaluation is picked. */
export type JudgedTask = Task & { readonly metric: string };

/** What decides which metrics have a value. */
type Examples = Pick<TaskTexts, 'labels' | 'settings' | 'dev'>;

/** Metrics that have a value, the default one first; and what about the examples is the reason that others have none. */
interface PossibleMetrics {
  readonly names: readonly string[];
  readonly reason: string;
}

/**
 * Settles by which metric a task is judged, before anything is trained.
 *
 * @returns the task with it, and what the user should hear where it is not the usual one
 * @throws UserError where the metric that the task names has no value for such examples
 */
export function judgedTask(task: Task, examples: Examples): { readonly task: JudgedTask; readonly warning?: string } {
  const { names, reason } = possibleMetrics(task, examples);
  const { name, metric = names[0] } = task;
  if (!names.includes(metric)) {
    throw new UserError({
      what: `The task '${name}' cannot be judged by ${metric}, which has no value for its examples`,
      expected: `metric: ${names.join(' or ')}`,
      received: `metric: ${metric}, and ${reason}`,
      remedy: 'Name another metric in a task file, or give other development examples.',
    });
  }
  const judged = { ...task, metric } as JudgedTask;
  if (task.kind !== 'tagging' || task.metric !== undefined || metric === 'FB1') return { task: judged };
  return { task: judged, warning: `The best evaluation is picked by accuracy, not FB1, since there are ${reason}; metric: accuracy in the task file says so without this warning.` };
}

function possibleMetrics(task: Task, { labels, settings, dev }: Examples): PossibleMetrics {
  switch (task.kind) {
    case 'classification': {
      const always = ['accuracy', 'matthews_correlation'];
      if (labels.length !== 2) return { names: always, reason: `${labels.length} labels` };
      const areBoth = areDifferent((dev as readonly LabeledExample[]).map(({ label }) => label));
      return { names: [...always, 'f1', ...(areBoth ? ['auc'] : [])], reason: 'development examples that all have one label' };
    }
    case 'regression': {
      const areSeveral = areDifferent((dev as readonly MeasuredExample[]).map(({ value }) => value));
      return { names: [...(areSeveral ? ['spearmanr', 'pearson'] : []), 'mse'], reason: 'development examples that all have one number' };
    }
    case 'multilabel':
      return { names: ['f1_micro', 'f1_macro', 'accuracy'], reason: '' };
    case 'tagging': {
      const areSpans = (dev as readonly TaggedExample[]).some(({ tags = [] }) => tagSpans(tags).length > 0);
      return { names: [...(areSpans ? ['FB1', 'precision', 'recall'] : []), 'accuracy'], reason: 'no spans (tags such as B-PER) in the development examples' };
    }
    case 'question-answering': {
      const haveNone = settings.unanswerable === true || (dev as readonly QuestionExample[]).some(({ answers = [] }) => answers.length === 0);
      if (haveNone) return { names: ['f1', 'exact', 'best_f1', 'best_exact'], reason: 'questions without an answer' };
      return { names: ['f1', 'exact_match'], reason: 'an answer to every question' };
    }
    case 'multiple-choice':
      return { names: ['accuracy'], reason: '' };
  }
}

const areDifferent = (values: readonly unknown[]): boolean => new Set(values).size > 1;
