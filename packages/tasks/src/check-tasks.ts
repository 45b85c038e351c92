import { UserError } from '@electra-ts/config';
import { kinds } from './kinds/task-kinds.js';
import type { Task } from './task-file.js';

/** What cannot be told from a path, would be hidden, or is what one of the folder's own files may be called. */
const noFolder = /^\.|[/\\]|\.json$/;

/**
 * Makes sure that tasks can share an encoder and a folder. Their kinds do not matter; how they are judged does.
 *
 * @throws UserError where there is none, two have one name, a name cannot be that of a folder, or a metric has no mean with
 *   others because less of it is better
 */
export function checkTasks(tasks: readonly Task[]): void {
  if (tasks.length === 0) throw new UserError({ what: 'There is no task to train', expected: 'at least one' });
  for (const [place, { name, kind, metric }] of tasks.entries()) {
    // Some file systems take names for one that differ in case.
    const other = tasks.slice(0, place).find((each) => each.name.toLowerCase() === name.toLowerCase());
    if (other !== undefined) {
      throw new UserError({
        what: `Two tasks are called '${name}'${other.name === name ? '' : ` or '${other.name}'`}`,
        expected: 'tasks whose names differ, since each has a folder of that name',
        remedy: 'Name each task once, or change the `name` in a task file.',
      });
    }
    if (noFolder.test(name)) {
      throw new UserError({
        what: `The task '${name}' cannot have a folder of its name`,
        expected: 'a name without slashes that neither begins with a dot nor ends in .json, where several tasks are trained',
        remedy: 'Change the `name` in its task file.',
      });
    }
    if (metric !== undefined && kinds[kind].lowerIsBetter?.includes(metric)) {
      throw new UserError({
        what: `The task '${name}' is judged by ${metric}, of which less is better, and has no mean with other tasks`,
        expected: 'a metric that is best at 1',
        received: metric,
        remedy: 'Set `metric: spearmanr` or `metric: pearson` in its task file, or fine-tune it alone.',
      });
    }
  }
}
