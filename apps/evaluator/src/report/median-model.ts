import { qualityOf, type TaskKindName } from '@electra-ts/tasks';
import type { FinetunedRun } from '../runs/read-runs.js';

/** Of some seeds the one in the middle by its best value of the metric that the first was picked by. */
export function medianModel(seeds: readonly FinetunedRun[], kind: TaskKindName): FinetunedRun {
  const { metric } = seeds[0].results;
  // One that was never evaluated has none, nor has one whose folder an earlier version wrote.
  const quality = ({ results }: FinetunedRun) => qualityOf({ kind, metric }, { [metric]: results.best?.metrics[metric] ?? NaN });
  return [...seeds].sort((a, b) => quality(a) - quality(b))[(seeds.length - 1) >> 1];
}
