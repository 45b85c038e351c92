import { UserError } from '@electra-ts/config';

import { checkPrepareOptions } from './check-prepare-options.js';
import type { PrepareOptions } from './prepare.js';

async function* none() {}

const check = (options: Partial<PrepareOptions>) => () =>
  checkPrepareOptions({ documents: none(), sequenceLength: 128, seed: 1, ...options } as PrepareOptions);

describe('checkPrepareOptions', () => {
  it.each<Partial<PrepareOptions>>([
    {},
    { exampleMode: undefined, overflow: undefined, sentenceUnit: undefined, unfinished: undefined },
    { sentenceUnit: 'paragraph', unfinished: { folder: 'work', earlier: 'refuse' } },
    { sequenceLength: 8 },
    { sequenceLength: 65_535, seed: -5, workers: 0 },
    { validationFraction: 0 },
    { validationFraction: 0.999, workers: 64 },
    { validationDocuments: none() },
    { exampleMode: 'packed', overflow: 'carry' },
    { exampleMode: 'sentence', overflow: 'drop' },
    { exampleMode: 'reference', overflow: 'drop' },
  ])('accepts %j', (options) => {
    expect(check(options)).not.toThrow();
  });

  it.each<[Partial<PrepareOptions>, RegExp]>([
    [{ sequenceLength: 7 }, /sequence length.*an integer from 8 to 65535.*received 7/s],
    [{ sequenceLength: 65_536 }, /received 65536/],
    [{ sequenceLength: 128.5 }, /received 128.5/],
    [{ sequenceLength: NaN }, /received NaN/],
    [{ seed: 0.5 }, /the seed.*an integer.*received 0.5/s],
    [{ seed: 2 ** 60 }, /the seed/],
    [{ workers: -1 }, /the workers.*at least 0.*received -1/s],
    [{ workers: 1.5 }, /the workers/],
    [{ validationFraction: 1 }, /the validation fraction.*received 1/s],
    [{ validationFraction: -0.1 }, /received -0.1/],
    [{ validationFraction: NaN }, /received NaN/],
    [{ validationFraction: 0.1, validationDocuments: none() }, /besides held-out documents.*one of the two.*0.1/s],
    [{ exampleMode: 'packed', overflow: 'drop' }, /with packed examples.*'carry'/s],
    [{ exampleMode: 'document', overflow: 'drop' }, /with document examples.*'carry'/s],
    [{ exampleMode: 'packd' as 'packed' }, /prepare: exampleMode.*"packed".*received "packd"/],
    [{ overflow: 'toString' as 'drop' }, /prepare: overflow.*"drop", "carry".*received "toString"/],
    [{ sentenceUnit: null as unknown as 'line' }, /prepare: sentenceUnit.*"line", "paragraph".*received null/],
    [{ unfinished: { folder: 'work', earlier: 'keep' as 'refuse' } }, /unfinished.earlier.*received "keep"/],
  ])('refuses %j', (options, message) => {
    expect(check(options)).toThrow(UserError);
    expect(check(options)).toThrow(message);
  });
});
