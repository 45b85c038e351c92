import type { Classification } from './kinds/classification.js';
import type { Choice } from './kinds/multiple-choice.js';
import type { Labeling } from './kinds/multilabel.js';
import type { QuestionAnswer, QuestionExample } from './kinds/question-answering.js';
import type { Estimate } from './kinds/regression.js';
import type { TaggedExample, Tagging } from './kinds/tagging.js';
import type { Task } from './task-file.js';

/** The names that GLUE's server knows its tasks' files by (https://gluebenchmark.com/faq). */
const glueNames: Readonly<Record<string, string>> = {
  cola: 'CoLA',
  sst2: 'SST-2',
  mrpc: 'MRPC',
  sts: 'STS-B',
  qqp: 'QQP',
  mnli: 'MNLI-m',
  'mnli-mm': 'MNLI-mm',
  ax: 'AX',
  qnli: 'QNLI',
  rte: 'RTE',
  wnli: 'WNLI',
};

/** The name of the file that a benchmark's server, or its script, takes a task's answers in. */
export function submissionName({ name, kind }: Pick<Task, 'name' | 'kind'>): string {
  if (kind === 'question-answering') return 'predictions.json';
  return kind === 'tagging' ? `${name}.txt` : `${Object.hasOwn(glueNames, name) ? glueNames[name] : name}.tsv`;
}

/**
 * A model's answers in the form that a benchmark's server, or its script, takes them: GLUE's `index` and `prediction`;
 * for SQuAD a JSON object of answers by id; for CoNLL lines of word, right tag where it is known, and given tag.
 *
 * @param examples in the order of the task's file, with `answers` to match
 */
export function submissionFile(
  task: Pick<Task, 'name' | 'kind'>,
  examples: readonly object[],
  answers: readonly object[],
): { readonly name: string; readonly content: string } {
  const name = submissionName(task);
  const table = (values: readonly string[]) => ({
    name,
    content: ['index\tprediction', ...values.map((value, index) => `${index}\t${value}`), ''].join('\n'),
  });
  switch (task.kind) {
    case 'classification':
      return table((answers as readonly Classification[]).map(({ label }) => label));
    case 'regression': {
      // STS-B's server refuses what is outside of 0 to 5.
      const clipped = (score: number) => (task.name === 'sts' ? Math.min(5, Math.max(0, score)) : score);
      return table((answers as readonly Estimate[]).map(({ score }) => clipped(score).toFixed(3)));
    }
    case 'multilabel':
      return table((answers as readonly Labeling[]).map(({ labels }) => labels.join(',')));
    case 'multiple-choice':
      return table((answers as readonly Choice[]).map(({ choice }) => String(choice)));
    case 'question-answering': {
      const byId = (answers as readonly QuestionAnswer[]).map(({ answer }, i) => [(examples[i] as QuestionExample).id ?? String(i), answer]);
      return { name, content: `${JSON.stringify(Object.fromEntries(byId))}\n` };
    }
    case 'tagging': {
      const sentences = (answers as readonly Tagging[]).map(({ tokens }, i) => {
        const { tags } = examples[i] as TaggedExample;
        return tokens.map(({ token, label }, word) => [token, ...(tags ? [tags[word]] : []), label].join(' ')).join('\n');
      });
      return { name, content: `${sentences.join('\n\n')}\n` };
    }
  }
}
