import { percent } from './percent.js';

describe('percent', () => {
  it.each([[0, '0 %'], [0.004, '0 %'], [0.125, '13 %'], [0.996, '100 %'], [1, '100 %']])('of %d is %s', (share, words) => expect(percent(share)).toBe(words));
});
