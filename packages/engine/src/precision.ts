/** What matrix products may read. */
export const precisions = ['float32', 'bfloat16'] as const;
/** See `precisions`. */
export type Precision = (typeof precisions)[number];
