import { UserError } from '@electra-ts/config';
import { checkReading, TooMuchToRead } from './reading-limits.js';

describe('checkReading', () => {
  it('lets through what is allowed, and anything where nothing is said', () => {
    expect(() => checkReading({ windows: 2, tokens: 100 }, 100)).not.toThrow();
    expect(() => checkReading({ windows: 1e9, tokens: 1e12 })).not.toThrow();
  });

  it('says what was too much, and what to do', () => {
    const check = () => checkReading({ windows: 3, tokens: 101 }, 100);
    expect(check).toThrow(TooMuchToRead);
    expect(check).toThrow(UserError);
    expect(check).toThrow(/at most 100 tokens.*received 101 tokens in 3 windows\. Shorten it/);
  });
});
