/**
 * What examples are made of: two segments by the rules of the reference (`ExampleBuilder`), or one segment, filled with
 * a document's sentences or holding a single one (`SingleSegmentBuilder`).
 */
export const exampleModes = ['reference', 'packed', 'sentence'] as const;

/** One of `exampleModes`. */
export type ExampleMode = (typeof exampleModes)[number];
