import { UserError } from '@electra-ts/config';
import type { HuggingFaceConfig } from '@electra-ts/nn';

/** What a sequence classifier's logits mean, by the names of transformers' `problem_type`. */
export const problemTypes = ['single_label_classification', 'regression', 'multi_label_classification'] as const;

/**
 * - `single_label_classification`: one label an example, softmax over the logits (`sequenceClassificationLoss`)
 * - `regression`: the logits are the predicted numbers (`regressionLoss`)
 * - `multi_label_classification`: any number of labels, a sigmoid for each (`multiLabelLoss`)
 */
export type ProblemType = (typeof problemTypes)[number];

/**
 * The problem type of a parsed config.json; where it has none, one label means regression, as in transformers.
 *
 * @throws UserError for another value
 */
export function problemTypeOf(json: HuggingFaceConfig, labels: number): ProblemType {
  const value = json['problem_type'] ?? (labels === 1 ? 'regression' : 'single_label_classification');
  return checkedProblemType(value);
}

/** @throws UserError where the value is no problem type */
export function checkedProblemType(value: unknown): ProblemType {
  if (!(problemTypes as readonly unknown[]).includes(value)) {
    throw new UserError({
      what: 'The problem type of the sequence classifier (problem_type in config.json) is unknown',
      expected: `one of ${problemTypes.join(', ')}`,
      received: JSON.stringify(value),
    });
  }
  return value as ProblemType;
}
