/** What matrix products may read. */
export const precisions = ['float32', 'bfloat16'] as const;
/** See `precisions`. */
export type Precision = (typeof precisions)[number];

/** What a user may ask for: 'auto' is bfloat16 where OpenVINO and the processor have it and products are faster in it, and float32 elsewhere. */
export const precisionChoices = [...precisions, 'auto'] as const;
/** See `precisionChoices`. */
export type PrecisionChoice = (typeof precisionChoices)[number];
