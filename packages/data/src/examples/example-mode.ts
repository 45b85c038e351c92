/**
 * What examples are made of: two segments by the rules of the reference (`ExampleBuilder`), or one segment
 * (`SingleSegmentBuilder`): filled with sentences, from one document to the next with [SEP] between them (`packed`, see
 * `TailJoiner`) or of one `document` only, or holding a single `sentence`.
 */
export const exampleModes = ['reference', 'packed', 'document', 'sentence'] as const;

/** One of `exampleModes`. */
export type ExampleMode = (typeof exampleModes)[number];
