/**
 * The middle of some numbers; the mean of the two middle ones where their count is even, NaN where one of them is.
 *
 * @throws RangeError where there are none
 */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('median: expected at least one number; received none');
  // NaN has no place in an order, and sorting would leave it anywhere.
  if (values.some(Number.isNaN)) return NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
