import type { AnsweredSplit } from '../answer-split.js';
import type { TaskKindName } from '../task-file.js';
import type { Examination, Examine } from './examination.js';
import { examineClassification, examineMultilabel, examineRegression } from './examine-labels.js';
import { examineChoice, examineQuestionAnswering, examineTagging } from './examine-spans.js';

const examiners = {
  classification: examineClassification,
  regression: examineRegression,
  multilabel: examineMultilabel,
  tagging: examineTagging,
  'question-answering': examineQuestionAnswering,
  'multiple-choice': examineChoice,
} as const;

/**
 * Looks closely at a model's answers: which labels are taken for which, whether probabilities mean what they say, what
 * was most wrong.
 *
 * @param kind of the examples and answers
 */
export function examineAnswers({ examples, answers, context }: AnsweredSplit, kind: TaskKindName): Examination {
  // The types of a kind's examples and answers belong together, which the table cannot say.
  return (examiners[kind] as unknown as Examine<object, object>)(examples, answers, context.labels);
}
