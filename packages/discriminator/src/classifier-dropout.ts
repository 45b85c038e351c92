import { UserError } from '@electra-ts/config';
import type { HuggingFaceConfig } from '@electra-ts/nn';

/**
 * The dropout rate of a classifier's head, `classifier_dropout` of a parsed config.json; undefined where it has none, and
 * the head drops out as the encoder does (as in transformers).
 *
 * @throws UserError where it is no rate
 */
export function classifierDropout(json: HuggingFaceConfig): number | undefined {
  const rate = json['classifier_dropout'] ?? undefined;
  return rate === undefined ? undefined : checkedRate(rate);
}

/** The entry of config.json; none where there is no rate of its own. */
export function dropoutEntry(rate: number | undefined): HuggingFaceConfig {
  return rate === undefined ? {} : { classifier_dropout: checkedRate(rate) };
}

/** @throws UserError where the value is no rate of dropout */
export function checkedRate(rate: unknown): number {
  if (typeof rate === 'number' && rate >= 0 && rate < 1) return rate;
  throw new UserError({
    what: 'The dropout of the classifier (classifier_dropout in config.json) cannot be used',
    expected: 'a rate of at least 0 and below 1',
    received: JSON.stringify(rate),
  });
}
