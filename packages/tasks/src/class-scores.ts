/** The probabilities of the classes from their logits, which sum to 1. */
export function softmax(logits: ArrayLike<number>): number[] {
  const most = Math.max(...Array.from(logits));
  const powers = Array.from(logits, (logit) => Math.exp(logit - most));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/** Place of the largest value; the first where several are equal. */
export function largest(values: readonly number[]): number {
  return values.reduce((best, value, place) => (value > values[best] ? place : best), 0);
}

/** The probability that a logit stands for, 0 to 1. */
export const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));
