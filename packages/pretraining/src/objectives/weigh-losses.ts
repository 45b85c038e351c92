import { add, mul, type Scalar } from '@tensorflow/tfjs-core';
import type { Feeds } from '../model-inputs.js';
import { type Objective, objectiveDefaults, type ObjectiveLosses, type WeightName } from './objective.js';

/** The losses that an objective may have; absent ones do not count. */
export interface Losses {
  readonly generatorLoss?: Scalar | undefined;
  readonly discriminatorLoss?: Scalar;
  readonly languageModelLoss?: Scalar;
  readonly contrastiveLoss?: Scalar;
}

/**
 * The weighted sum of an objective's losses, with the losses themselves for reporting.
 *
 * @param feeds a step may be fed with other weights than its objective's, each [], under their names (`weightFeeds`)
 */
export function weighLosses(feeds: Feeds, objective: Objective, losses: Losses): ObjectiveLosses {
  const given = { ...objectiveDefaults, ...objective };
  const weightOf = (name: WeightName): number | Scalar => (feeds[name] as Scalar | undefined) ?? given[name];
  const weights = {
    generatorLoss: weightOf('generatorWeight'),
    discriminatorLoss: weightOf('discriminatorWeight'),
    languageModelLoss: weightOf('languageModelWeight'),
    contrastiveLoss: weightOf('contrastiveWeight'),
  };
  const names = (Object.keys(weights) as (keyof Losses)[]).filter((name) => losses[name] !== undefined);
  const weighted = names.map((name) => mul<Scalar>(losses[name] as Scalar, weights[name]));
  const results = Object.fromEntries(names.map((name) => [name, losses[name] as Scalar]));
  return { loss: weighted.reduce((sum, each) => add<Scalar>(sum, each)), results };
}
