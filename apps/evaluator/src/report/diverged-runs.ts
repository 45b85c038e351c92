import type { PretrainingRun } from '../runs/read-runs.js';

/** A sentence for each run whose losses at the end are not finite, with the step from which on: its curves look as if it had only stopped there. */
export function divergedRuns(runs: readonly Pick<PretrainingRun, 'name' | 'rows'>[]): string[] {
  return runs.flatMap(({ name, rows }) => {
    const losses = rows.filter((row) => row['type'] === 'step' && 'loss' in row);
    // JSON has null for what is not finite.
    const first = losses[losses.findLastIndex((row) => row['loss'] !== null) + 1];
    return first === undefined ? [] : [`The losses of ${name} are not finite from step ${first.step} on.`];
  });
}
