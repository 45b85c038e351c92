import { builtInTasks } from './built-in-tasks.js';
import { taskFile } from './task-file.js';

describe('built-in tasks', () => {
  it.each(Object.entries(builtInTasks))('%s is what a task file may say', (name, task) => {
    const { kind, text, pair } = taskFile.parse({ name, ...task }) as { kind: string; text?: string; pair?: string };
    expect(kind).toBe(task.kind);
    if (kind === 'classification' || kind === 'regression') expect(text).not.toBe(pair);
  });

  it('has the metrics by which GLUE ranks', () => {
    const { cola, mrpc, qqp, sts, rte } = Object.fromEntries(
      Object.entries(builtInTasks).map(([name, task]) => [name, taskFile.parse({ name, ...task }).metric]),
    );
    expect([cola, mrpc, qqp, sts, rte]).toEqual(['matthews_correlation', 'f1', 'f1', 'spearmanr', 'accuracy']);
  });
});
