import { checkTasks } from './check-tasks.js';
import { taskFile } from './task-file.js';

const named = (name: string, more: object = {}) => taskFile.parse({ name, kind: 'regression', ...more });

describe('checkTasks', () => {
  it('lets tasks of all kinds share an encoder', () => {
    const kinds = ['classification', 'regression', 'multilabel', 'tagging', 'question-answering', 'multiple-choice'];
    checkTasks(kinds.map((kind) => taskFile.parse({ name: `my ${kind}`, kind })));
  });

  it('refuses none, one name twice, names that no folder can have, and what has no mean', () => {
    expect(() => checkTasks([])).toThrow(/at least one/);
    expect(() => checkTasks([named('a'), named('b'), named('a')])).toThrow(/Two tasks are called 'a':/);
    expect(() => checkTasks([named('Cola'), named('cola')])).toThrow(/'cola' or 'Cola'.*names differ/);
    for (const name of ['../a', 'a/b', 'a\\b', '.a', '..', 'tasks.json', 'config.json']) expect(() => checkTasks([named(name)])).toThrow(/cannot have a folder of its name/);
    expect(() => checkTasks([named('a', { metric: 'mse' })])).toThrow(/judged by mse.*pearson/);
  });
});
