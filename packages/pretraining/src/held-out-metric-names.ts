import { type Objective, objectiveDefaults } from './objectives/objective.js';
import { objectives } from './objectives/objectives.js';

/** What is measured of a language model; see `heldOutMetrics`. */
export const predictionMetricNames = ['loss', 'accuracy', 'unigramBaseline'] as const;

/** What is measured of a discriminator; see `heldOutMetrics`. */
export const detectionMetricNames = ['loss', 'accuracy', 'alwaysOriginal', 'precision', 'recall', 'auc', 'aucLow', 'aucHigh'] as const;

/**
 * The names of what evaluations of a run measure, in the order in which they have them. An evaluation may lack one: areas
 * do not exist where no token is replaced.
 *
 * @param averaged whether the run keeps averaged weights (`training.ema`), which are measured too
 */
export function heldOutMetricNames(objective: Pick<Objective, 'name' | 'sampler'>, averaged = false): string[] {
  const { name = objectiveDefaults.name, sampler = objectiveDefaults.sampler } = objective;
  const { detects, languageModel } = objectives[name];
  const of = (group: string, names: readonly string[]) => names.map((each) => `${group}/${each}`);
  const own = [
    // Whoever draws from elsewhere has no generator to measure.
    ...(sampler === 'generator' ? of('generator', predictionMetricNames) : []),
    ...(languageModel ? of('languageModel', predictionMetricNames) : []),
    ...(detects ? ['live', 'fixed'].flatMap((corruption) => of(corruption, detectionMetricNames)) : []),
  ];
  return averaged ? [...own, ...of('ema', own)] : own;
}
