import { UserError } from '@electra-ts/config';

import type { PrepareOptions } from './prepare.js';
import { shardFormat } from './shard-format.js';

/** @throws {UserError} for options of `prepare` that are out of range or contradict each other */
export function checkPrepareOptions(options: PrepareOptions): void {
  const { sequenceLength, seed, validationFraction = 0, workers = 0 } = options;
  const check = (isGood: boolean, what: string, expected: string, received: number) => {
    if (!isGood) {
      throw new UserError({ what: `prepare: ${what}`, expected, received: String(received) });
    }
  };
  const longest = shardFormat.longestSequence;
  check(
    Number.isInteger(sequenceLength) && sequenceLength >= 8 && sequenceLength <= longest,
    'the sequence length',
    `an integer from 8 to ${longest}`,
    sequenceLength,
  );
  const { exampleMode = 'reference' } = options;
  if (['packed', 'document'].includes(exampleMode) && options.overflow === 'drop') {
    throw new UserError({
      what: `prepare: overflow 'drop' with ${exampleMode} examples`,
      expected: "'carry': they are cut where they are full, and nothing is left over",
      received: "'drop'",
    });
  }
  check(Number.isSafeInteger(workers) && workers >= 0, 'the workers', 'a whole number of at least 0', workers);
  check(Number.isSafeInteger(seed), 'the seed', 'an integer', seed);
  if (options.validationDocuments !== undefined && options.validationFraction !== undefined) {
    throw new UserError({
      what: 'prepare: a validation fraction besides held-out documents',
      expected: 'one of the two',
      received: `validationFraction ${validationFraction} and validationDocuments`,
    });
  }
  check(
    validationFraction >= 0 && validationFraction < 1,
    'the validation fraction',
    'a number from 0 up to, not including, 1',
    validationFraction,
  );
}
