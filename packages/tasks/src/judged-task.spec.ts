import { judgedTask } from './judged-task.js';
import type { TaskTexts } from './task-data.js';
import { taskFile } from './task-file.js';

const judged = (task: object, { labels = [], dev = [], settings = {} }: Partial<TaskTexts>) => judgedTask(taskFile.parse({ name: 'x', ...task }), { labels, dev, settings });
const examples = (...each: readonly object[]): Partial<TaskTexts> => ({ dev: each });
const tagged = (...tags: string[]) => examples({ tags: ['O', 'O'] }, { tags });

describe('judgedTask', () => {
  const classes = (...labels: string[]): Partial<TaskTexts> => ({ labels, dev: labels.map((label) => ({ label })) });

  it.each([
    [{ kind: 'classification' }, classes('a', 'b', 'c'), 'accuracy'],
    [{ kind: 'classification', metric: 'matthews_correlation' }, classes('a', 'b', 'c'), 'matthews_correlation'],
    [{ kind: 'classification', metric: 'f1' }, classes('a', 'b'), 'f1'],
    [{ kind: 'classification', metric: 'auc' }, classes('a', 'b'), 'auc'],
    [{ kind: 'regression' }, examples({ value: 1 }, { value: 2 }), 'spearmanr'],
    [{ kind: 'regression', metric: 'mse' }, examples({ value: 1 }), 'mse'],
    [{ kind: 'multilabel' }, {}, 'f1_micro'],
    [{ kind: 'tagging' }, tagged('B-X', 'I-X'), 'FB1'],
    [{ kind: 'tagging', metric: 'accuracy' }, tagged('NN', '-LRB-'), 'accuracy'],
    [{ kind: 'question-answering' }, {}, 'f1'],
    [{ kind: 'question-answering', metric: 'best_f1' }, { settings: { unanswerable: true } }, 'best_f1'],
    [{ kind: 'multiple-choice' }, {}, 'accuracy'],
  ])('judges %j by its metric', (task, texts, metric) => {
    const found = judged(task, texts as Partial<TaskTexts>);
    expect([found.task.metric, found.warning]).toEqual([metric, undefined]);
  });

  it('judges tags that are no spans by accuracy where nothing else is asked for, and says so', () => {
    const { task, warning } = judged({ kind: 'tagging' }, tagged('NN', 'VB'));
    expect(task.metric).toBe('accuracy');
    expect(warning).toMatch(/by accuracy, not FB1, since there are no spans/);
  });

  it.each([
    [{ kind: 'classification', metric: 'f1' }, classes('a', 'b', 'c'), /'x' cannot be judged by f1.*expected metric: accuracy or matthews_correlation, received metric: f1, and 3 labels/],
    [{ kind: 'classification', metric: 'auc' }, classes('a', 'b', 'c'), /judged by auc/],
    [{ kind: 'classification', metric: 'auc' }, { labels: ['a', 'b'], dev: [{ label: 'a' }] }, /accuracy or matthews_correlation or f1, .*all have one label/],
    [{ kind: 'regression' }, examples({ value: 1 }, { value: 1 }), /expected metric: mse, .*spearmanr, and development examples that all have one number/],
    [{ kind: 'tagging', metric: 'FB1' }, tagged('NN', 'VB'), /expected metric: accuracy, .*no spans/],
    [{ kind: 'question-answering', metric: 'exact' }, examples({ answers: [{}] }), /f1 or exact_match, .*an answer to every question/],
    [{ kind: 'question-answering', metric: 'exact_match' }, examples({ answers: [] }), /f1 or exact or best_f1 or best_exact/],
  ])('refuses %j where it has no value', (task, texts, message) => {
    expect(() => judged(task, texts as Partial<TaskTexts>)).toThrow(message);
  });
});
