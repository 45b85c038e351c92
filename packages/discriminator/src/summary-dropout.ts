import { UserError } from '@electra-ts/config';
import type { HuggingFaceConfig } from '@electra-ts/nn';

/** What ElectraConfig of transformers summarizes a sequence by, as every released ELECTRA does. */
const settings: HuggingFaceConfig = {
  summary_type: 'first',
  summary_use_proj: true,
  summary_activation: 'gelu',
  summary_first_dropout: 0,
};
export const DEFAULT_SUMMARY_DROPOUT = 0.1;

/**
 * The dropout rate of the sequence summary, `summary_last_dropout` of a parsed config.json.
 *
 * @throws UserError where config.json asks for another kind of summary, or the rate is none
 */
export function summaryDropout(json: HuggingFaceConfig): number {
  for (const [key, expected] of Object.entries(settings)) {
    // A null is a setting of its own: no activation.
    if (key in json && json[key] !== expected) throw unusable(key, JSON.stringify(expected), json[key]);
  }
  const rate = json['summary_last_dropout'] ?? DEFAULT_SUMMARY_DROPOUT;
  if (typeof rate !== 'number' || !(rate >= 0 && rate < 1)) {
    throw unusable('summary_last_dropout', 'a rate of at least 0 and below 1', rate);
  }
  return rate;
}

const unusable = (key: string, expected: string, value: unknown): UserError =>
  new UserError({ what: `config.json has a ${key} that cannot be used`, expected, received: JSON.stringify(value) });
