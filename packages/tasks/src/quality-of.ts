import { kinds } from './kinds/task-kinds.js';
import type { Task } from './task-file.js';

/** How good an evaluation is by the task's metric, larger for better; -Infinity where it has no value. */
export function qualityOf(task: Pick<Task, 'kind' | 'metric'>, metrics: Readonly<Record<string, number>>): number {
  const value = metrics[task.metric];
  if (value === undefined || Number.isNaN(value)) return -Infinity;
  return kinds[task.kind].lowerIsBetter?.includes(task.metric) ? -value : value;
}
