import { add, mul, type Scalar } from '@tensorflow/tfjs-core';
import { type Objective, objectiveDefaults, type ObjectiveLosses } from './objective.js';

/** The losses that an objective may have; absent ones do not count. */
export interface Losses {
  readonly generatorLoss?: Scalar | undefined;
  readonly discriminatorLoss?: Scalar;
  readonly languageModelLoss?: Scalar;
  readonly contrastiveLoss?: Scalar;
}

/** The weighted sum of an objective's losses, with the losses themselves for reporting. */
export function weighLosses(objective: Objective, losses: Losses): ObjectiveLosses {
  const given = { ...objectiveDefaults, ...objective };
  const weights = {
    generatorLoss: given.generatorWeight,
    discriminatorLoss: given.discriminatorWeight,
    languageModelLoss: given.languageModelWeight,
    contrastiveLoss: given.contrastiveWeight,
  };
  const names = (Object.keys(weights) as (keyof Losses)[]).filter((name) => losses[name] !== undefined);
  const weighted = names.map((name) => mul<Scalar>(losses[name] as Scalar, weights[name]));
  const results = Object.fromEntries(names.map((name) => [name, losses[name] as Scalar]));
  return { loss: weighted.reduce((sum, each) => add<Scalar>(sum, each)), results };
}
