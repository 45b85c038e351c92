import { UserError } from '@electra-ts/config';
import { summaryDropout } from './summary-dropout.js';

describe('summaryDropout', () => {
  it('reads the rate, 0.1 where there is none', () => {
    expect(summaryDropout({})).toBe(0.1);
    expect(summaryDropout({ summary_type: 'first', summary_use_proj: true, summary_last_dropout: 0 })).toBe(0);
  });

  it.each([
    ['summary_type', 'mean'],
    ['summary_use_proj', false],
    ['summary_activation', 'tanh'],
    ['summary_activation', null],
    ['summary_first_dropout', 0.2],
    ['summary_last_dropout', 1],
    ['summary_last_dropout', '0.1'],
  ])('refuses %s %j', (key, value) => {
    expect(() => summaryDropout({ [key]: value })).toThrow(UserError);
    expect(() => summaryDropout({ [key]: value })).toThrow(key);
  });
});
