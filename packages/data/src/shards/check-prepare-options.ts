import { parseConfig, UserError } from '@electra-ts/config';
import { z } from 'zod';

import { overflows } from '../examples/example-builder.js';
import { exampleModes } from '../examples/example-mode.js';
import { sentenceUnits } from '../examples/sentences.js';
import type { PrepareOptions } from './prepare.js';
import { shardFormat } from './shard-format.js';

/** What is one of a few names. */
const choices = {
  exampleMode: z.enum(exampleModes).optional(),
  overflow: z.enum(overflows).optional(),
  sentenceUnit: z.enum(sentenceUnits).optional(),
};

/** What to do about earlier work. */
const earlier = z.enum(['continue', 'refuse', 'discard']);

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
  for (const [name, choice] of Object.entries(choices)) {
    parseConfig<string | undefined>(choice, options[name as keyof typeof choices], `prepare: ${name}`);
  }
  if (options.unfinished !== undefined) parseConfig(earlier, options.unfinished.earlier, 'prepare: unfinished.earlier');
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
