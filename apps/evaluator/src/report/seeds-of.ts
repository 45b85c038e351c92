import { isDeepStrictEqual } from 'node:util';
import type { FinetunedRun } from '../runs/read-runs.js';

/** Of some models those that differ from the first one by nothing but their seed, with itself. */
export function seedsOf(models: readonly FinetunedRun[]): FinetunedRun[] {
  const [{ results: first }] = models;
  const isAlike = ({ results }: FinetunedRun) =>
    results.initialize === first.initialize && results.model === first.model && isDeepStrictEqual(results.recipe, first.recipe);
  return models.filter(isAlike);
}
