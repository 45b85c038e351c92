/** Scores replaced by their place among the distinct scores, so that many weighted areas cost one sort. */
export interface RankedScores {
  /** For each item, the place of its score: 0 for the lowest. Equal scores share a place. */
  readonly places: Int32Array;
  readonly distinct: number;
}

/** Ranks scores once. Costs one sort. */
export function rankScores(scores: Float32Array): RankedScores {
  const values = scores.slice().sort();
  let distinct = 0;
  for (let i = 0; i < values.length; i++) {
    if (i === 0 || values[i] !== values[i - 1]) values[distinct++] = values[i];
  }
  const places = new Int32Array(scores.length);
  for (let item = 0; item < scores.length; item++) {
    let low = 0;
    let high = distinct - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[middle] < scores[item]) low = middle + 1;
      else high = middle;
    }
    places[item] = low;
  }
  return { places, distinct };
}

/**
 * Area under the ROC curve: the chance that a positive item scores above a negative one, ties counting one half
 * (Mann and Whitney's U over the number of pairs).
 *
 * @param positive 1 for a positive item, otherwise 0
 * @param weightOf how many times an item counts, 1 when absent
 * @returns between 0 and 1; NaN where there are no positives or no negatives
 */
export function areaUnderCurve(
  ranked: RankedScores,
  positive: ArrayLike<number>,
  weightOf: (item: number) => number = () => 1,
): number {
  const positives = new Float64Array(ranked.distinct);
  const negatives = new Float64Array(ranked.distinct);
  for (let item = 0; item < ranked.places.length; item++) {
    const side = positive[item] ? positives : negatives;
    side[ranked.places[item]] += weightOf(item);
  }
  let pairs = 0;
  let negativesBelow = 0;
  let positiveTotal = 0;
  for (let place = 0; place < ranked.distinct; place++) {
    pairs += positives[place] * (negativesBelow + negatives[place] / 2);
    negativesBelow += negatives[place];
    positiveTotal += positives[place];
  }
  return pairs / (positiveTotal * negativesBelow);
}
