import { qualityOf, type Task } from '@electra-ts/tasks';
import type { FinetunedRun } from '../runs/read-runs.js';

/** Of the models that began like the first one, the one in the middle by its best metric. */
export function medianModel(models: readonly FinetunedRun[], task: Pick<Task, 'kind' | 'metric'>): FinetunedRun {
  const [{ results: first }] = models;
  const alike = models.filter(({ results }) => results.initialize === first.initialize && results.model === first.model);
  const quality = ({ results }: FinetunedRun) => qualityOf(task, results.best?.metrics ?? {});
  return [...alike].sort((a, b) => quality(a) - quality(b))[(alike.length - 1) >> 1];
}
