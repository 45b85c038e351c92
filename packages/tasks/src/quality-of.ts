import { UserError } from '@electra-ts/config';
import { kinds } from './kinds/task-kinds.js';
import type { TaskKindName } from './task-file.js';

/** By what evaluations are compared. */
export interface Judgment {
  readonly kind: TaskKindName;
  readonly metric: string;
}

/**
 * How good an evaluation is by the task's metric, larger for better; -Infinity where that has no value, as the correlation with
 * answers that are all the same has none.
 *
 * @throws UserError where the evaluation does not have the metric at all
 */
export function qualityOf({ kind, metric }: Judgment, metrics: Readonly<Record<string, number>>): number {
  const value = metrics[metric];
  if (value === undefined) {
    throw new UserError({
      what: `An evaluation has no ${metric}`,
      expected: 'a metric that the examples have',
      received: Object.keys(metrics).join(', '),
      remedy: 'Name one of these as `metric` in the task file.',
    });
  }
  if (Number.isNaN(value)) return -Infinity;
  return kinds[kind].lowerIsBetter?.includes(metric) ? -value : value;
}
