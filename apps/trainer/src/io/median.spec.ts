import { median } from './median.js';

it.each([
  [[3, 1, 20], 3],
  [[4, 1, 2, 20], 3],
  [[7], 7],
  [[], NaN],
])('the median of %j is %d', (values, middle) => expect(median(values)).toBe(middle));
