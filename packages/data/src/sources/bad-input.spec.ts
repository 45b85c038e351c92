import { UserError } from '@electra-ts/config';

import { BadInput } from './bad-input.js';

describe('BadInput', () => {
  const error = (n: number) => new UserError({ what: `Row ${n} is bad` });

  it('fails at once unless it is to skip', () => {
    expect(() => new BadInput({}).meet(error(1))).toThrow('Row 1 is bad');
  });

  it('skips errors up to the limit, telling each', () => {
    const told: string[] = [];
    const bad = new BadInput({ onError: 'skip', maxErrors: 2, onSkip: ({ message }) => told.push(message) });
    bad.meet(error(1));
    bad.meet(error(2));
    expect(told).toEqual(['Row 1 is bad.', 'Row 2 is bad.']);
    expect(bad.firstMessage).toBe('Row 1 is bad.');
    expect(() => bad.meet(error(3))).toThrow(/more than 2 errors.*Row 3 is bad.*--max-errors/);
  });

  it('never skips what is no mistake of the user', () => {
    expect(() => new BadInput({ onError: 'skip' }).meet(new TypeError('bug'))).toThrow(TypeError);
  });
});
