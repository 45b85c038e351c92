/** Mean and variance of a sample. */
export function moments(sample: Float32Array): { mean: number; variance: number } {
  const mean = sample.reduce((total, x) => total + x, 0) / sample.length;
  const variance = sample.reduce((total, x) => total + (x - mean) ** 2, 0) / sample.length;
  return { mean, variance };
}

/** Pearson's correlation of two samples of one length. */
export function correlation(a: Float32Array, b: Float32Array): number {
  const ofA = moments(a);
  const ofB = moments(b);
  let product = 0;
  for (let i = 0; i < a.length; i++) {
    product += (a[i] - ofA.mean) * (b[i] - ofB.mean);
  }
  return product / a.length / Math.sqrt(ofA.variance * ofB.variance);
}

/** Kolmogorov-Smirnov distance between a sample and a distribution function. */
export function distance(sample: Float32Array, distribution: (x: number) => number): number {
  const sorted = sample.toSorted();
  let largest = 0;
  for (let i = 0; i < sorted.length; i++) {
    const p = distribution(sorted[i]);
    largest = Math.max(largest, p - i / sorted.length, (i + 1) / sorted.length - p);
  }
  return largest;
}
