/** Answers of about the same probability. */
export interface CalibrationBin {
  /** Probabilities above `from` and up to `to`. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Their mean probability. */
  readonly confidence: number;
  /** The share of them that is right. */
  readonly accuracy: number;
}

/** Whether a model's probabilities mean what they say. */
export interface Calibration {
  /** What has the probability, in words. */
  readonly of: string;
  /** In order; those without an answer are left out. */
  readonly bins: readonly CalibrationBin[];
  /** Expected calibration error: the mean distance between confidence and accuracy of the bins, weighed by their counts (Guo et al. 2017). */
  readonly expectedError: number;
}

/**
 * Groups answers by their probability into bins of equal width.
 *
 * @param answers each with its probability, 0 to 1, and whether it is right
 */
export function calibrationOf(
  what: string,
  answers: readonly { readonly probability: number; readonly right: boolean }[],
  binCount = 10,
): Calibration {
  const groups = Array.from({ length: binCount }, () => ({ count: 0, confidence: 0, right: 0 }));
  for (const { probability, right } of answers) {
    // A probability on a bin's upper end belongs to it; 0 belongs to the first.
    const group = groups[Math.min(binCount - 1, Math.max(0, Math.ceil(probability * binCount) - 1))];
    group.count++;
    group.confidence += probability;
    group.right += Number(right);
  }
  const bins = groups.flatMap(({ count, confidence, right }, i) =>
    count === 0 ? [] : [{ from: i / binCount, to: (i + 1) / binCount, count, confidence: confidence / count, accuracy: right / count }],
  );
  const distances = bins.reduce((sum, { count, confidence, accuracy }) => sum + count * Math.abs(confidence - accuracy), 0);
  return { of: what, bins, expectedError: answers.length === 0 ? 0 : distances / answers.length };
}
