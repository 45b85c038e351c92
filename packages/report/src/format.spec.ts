import { formatDuration, formatMetric, formatQuantity } from './format.js';

describe('formatQuantity', () => {
  it.each([
    [13_549_057, '13.5 M'],
    [287e9, '287 G'],
    [999, '999'],
    [0, '0'],
  ])('%d', (value, words) => expect(formatQuantity(value)).toBe(words));
});

describe('formatDuration', () => {
  it.each([
    [0.04, '0.0 s'],
    [9.96, '10 s'],
    [59.6, '1 min 00 s'],
    [365, '6 min 05 s'],
    [7380, '2 h 03 min'],
  ])('%d s', (value, words) => expect(formatDuration(value)).toBe(words));
});

describe('formatMetric', () => {
  it.each([
    [0.61239, '0.6124'],
    [8.9, '8.9'],
    [12_345, '12.3 k'],
    [NaN, '-'],
  ])('%d', (value, words) => expect(formatMetric(value)).toBe(words));
});
