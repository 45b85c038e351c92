import { UserError } from '@electra-ts/config';
import { classifierDropout, dropoutEntry } from './classifier-dropout.js';

describe('classifierDropout', () => {
  it('is what config.json says, or nothing', () => {
    expect(classifierDropout({ classifier_dropout: 0.25 })).toBe(0.25);
    expect(classifierDropout({ classifier_dropout: 0 })).toBe(0);
    expect(classifierDropout({ classifier_dropout: null })).toBeUndefined();
    expect(classifierDropout({})).toBeUndefined();
    expect([dropoutEntry(0.25), dropoutEntry(undefined)]).toEqual([{ classifier_dropout: 0.25 }, {}]);
  });

  it.each(['0.1', 1, -0.1])('refuses %j', (rate) => {
    expect(() => classifierDropout({ classifier_dropout: rate })).toThrow(UserError);
    expect(() => dropoutEntry(rate as number)).toThrow(/below 1, received/);
  });
});
