import { formatQuantity } from './format-quantity.js';

describe('formatQuantity', () => {
  it.each([
    [7, '7 '],
    [13_549, '13.5 k'],
    [2_000_000, '2 M'],
  ])('%d', (count, words) => expect(formatQuantity(count)).toBe(words));
});
