/**
 * Pearson's correlation of two lists: 1 where one grows as a line of the other.
 *
 * @returns NaN where a list is constant or has fewer than two values, as scipy has it
 * @throws RangeError where they are not equally long
 */
export function pearson(a: ArrayLike<number>, b: ArrayLike<number>): number {
  sameLength(a, b);
  const [meanA, meanB] = [mean(a), mean(b)];
  let products = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let i = 0; i < a.length; i++) {
    products += (a[i] - meanA) * (b[i] - meanB);
    squaresA += (a[i] - meanA) ** 2;
    squaresB += (b[i] - meanB) ** 2;
  }
  if (a.length < 2 || squaresA === 0 || squaresB === 0) return NaN;
  // Two roots, not one of a product, which overflows or vanishes sooner; rounding may lead past the ends.
  return Math.max(-1, Math.min(1, products / Math.sqrt(squaresA) / Math.sqrt(squaresB)));
}

/** Spearman's rank correlation: Pearson's of the ranks, equal values sharing the mean of theirs. */
export function spearman(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return pearson(ranks(a), ranks(b));
}

/** Mean of the squared differences; NaN for no values. */
export function meanSquaredError(gold: ArrayLike<number>, predicted: ArrayLike<number>): number {
  sameLength(gold, predicted);
  return mean(Array.from(gold, (value, i) => (value - predicted[i]) ** 2));
}

function ranks(values: ArrayLike<number>): Float64Array {
  const order = Array.from(values, (_, i) => i).sort((i, j) => values[i] - values[j]);
  const found = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && values[order[end]] === values[order[start]]) end++;
    for (const i of order.slice(start, end)) found[i] = (start + 1 + end) / 2;
    // A NaN equals nothing, itself included.
    start = Math.max(end, start + 1);
  }
  return found;
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

function sameLength(a: ArrayLike<number>, b: ArrayLike<number>): void {
  if (a.length !== b.length) {
    throw new RangeError(`Metrics: expected a prediction for each of ${a.length} values, received ${b.length}.`);
  }
}
