import { qualityOf, type TaskKindName } from '@electra-ts/tasks';
import type { FinetunedRun } from '../runs/read-runs.js';

/** Of the models that began like the first one, the one in the middle by its best value of the metric that the first was picked by. */
export function medianModel(models: readonly FinetunedRun[], kind: TaskKindName): FinetunedRun {
  const [{ results: first }] = models;
  const alike = models.filter(({ results }) => results.initialize === first.initialize && results.model === first.model);
  const { metric } = first;
  // One that was never evaluated has none, nor has one whose folder an earlier version wrote.
  const quality = ({ results }: FinetunedRun) => qualityOf({ kind, metric }, { [metric]: results.best?.metrics[metric] ?? NaN });
  return [...alike].sort((a, b) => quality(a) - quality(b))[(alike.length - 1) >> 1];
}
