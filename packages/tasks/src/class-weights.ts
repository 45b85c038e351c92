import { UserError } from '@electra-ts/config';
import type { Recipe } from './recipe.js';

/**
 * How much an example of each label counts, in the order of the labels. `balanced` is examples / (labels * examples of
 * the label), as scikit-learn's `compute_class_weight`.
 *
 * @returns undefined where nothing was asked for
 * @throws UserError at a weight for a label that there is not
 */
export function classWeightsOf(
  asked: Recipe['classWeights'],
  examples: readonly { readonly label: string }[],
  labels: readonly string[],
): number[] | undefined {
  if (asked === undefined) return undefined;
  if (asked === 'balanced') {
    const counts = labels.map((name) => examples.filter(({ label }) => label === name).length);
    return counts.map((count) => (count === 0 ? 1 : examples.length / (labels.length * count)));
  }
  const stray = Object.keys(asked).find((label) => !labels.includes(label));
  if (stray !== undefined) {
    throw new UserError({ what: 'training.classWeights names a label that the task has not', expected: labels.join(', '), received: stray });
  }
  return labels.map((label) => asked[label] ?? 1);
}
