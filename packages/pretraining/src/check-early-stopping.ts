import { didYouMean, UserError } from '@electra-ts/config';
import { heldOutMetricNames } from './held-out-metric-names.js';
import type { PretrainingConfig } from './pretraining-config.js';

/**
 * Refuses to watch a metric that evaluations of the run do not have.
 *
 * @throws UserError with the metrics that they have
 */
export function checkEarlyStopping({ objective, training }: PretrainingConfig): void {
  const { earlyStopping, ema } = training;
  if (earlyStopping === undefined) return;
  const { metric } = earlyStopping;
  const names = heldOutMetricNames(objective, ema !== undefined);
  if (names.includes(metric)) return;
  const isAverage = heldOutMetricNames(objective, true).includes(metric);
  const guess = didYouMean(metric, names);
  throw new UserError({
    what: `training.earlyStopping.metric is none that evaluations of objective.name ${objective.name} have`,
    expected: `one of ${names.join(', ')}`,
    received: metric,
    ...(guess !== undefined && { remedy: `Did you mean ${guess}?` }),
    ...(isAverage && { remedy: 'Set training.ema, which keeps averaged weights and measures them, or leave ema/ out.' }),
  });
}
