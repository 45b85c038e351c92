import { formatMetric, formatQuantity } from './format.js';

describe('formatQuantity', () => {
  it.each([
    [13_549_057, '13.5 M'],
    [287e9, '287 G'],
    [999, '999'],
    [0, '0'],
  ])('%d', (value, words) => expect(formatQuantity(value)).toBe(words));

  it.each([
    [13_549_057, '13.5 Mtokens'],
    [7, '7 tokens'],
  ])('%d tokens', (value, words) => expect(formatQuantity(value, 'tokens')).toBe(words));
});

describe('formatMetric', () => {
  it.each([
    [0.61239, '0.6124'],
    [8.9, '8.9'],
    [12_345, '12.3 k'],
    [NaN, '-'],
  ])('%d', (value, words) => expect(formatMetric(value)).toBe(words));
});
