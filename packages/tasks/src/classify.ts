import { UserError } from '@electra-ts/config';
import type { Classification } from './kinds/classification.js';
import { kindOfModel } from './kinds/task-kinds.js';
import type { Unlabeled } from './labeled-data.js';
import { predict, type PredictorOptions } from './predict.js';

/** What `classify` is told. */
export interface ClassifyOptions extends PredictorOptions {
  readonly texts: Iterable<Unlabeled> | AsyncIterable<Unlabeled>;
}

/**
 * Labels texts, in their order, holding a few hundred at a time. A text that is too long is read in overlapping windows
 * whose probabilities are averaged (of a pair, every window of one with every window of the other): nothing is cut off.
 *
 * @throws UserError where the folder holds no classifier
 */
export async function* classify({ texts, ...options }: ClassifyOptions): AsyncGenerator<Classification> {
  const kind = await kindOfModel(options.model);
  if (kind !== 'classification') {
    throw new UserError({ what: `${options.model} is no classifier`, expected: 'one label a text', received: `a model for ${kind}` });
  }
  const examples = texts as Iterable<Readonly<Record<string, unknown>>> | AsyncIterable<Readonly<Record<string, unknown>>>;
  for await (const answer of predict({ ...options, examples })) yield answer as Classification;
}
